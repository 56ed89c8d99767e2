import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckmarkCircle20Filled, Circle20Regular, RadioButton20Filled } from './icons.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  entry: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalL,
    position: 'relative',
    ':not(:last-child)::before': {
      content: '""',
      position: 'absolute',
      left: '9px',
      top: '24px',
      bottom: '-2px',
      width: '2px',
      backgroundColor: tokens.colorNeutralStroke2,
    },
  },
  done: { color: tokens.colorPaletteGreenForeground1 },
  current: { color: tokens.colorCompoundBrandForeground1 },
  coming: { color: tokens.colorNeutralForeground3 },
  detail: { color: tokens.colorNeutralForeground3, display: 'block' },
});

export interface TimelineEntry {
  readonly id: string;
  readonly title: string;
  /** Date, duration or explanation under the title. */
  readonly detail?: ReactNode;
  readonly state: 'done' | 'current' | 'coming';
}

const marks = {
  done: <CheckmarkCircle20Filled aria-hidden />,
  current: <RadioButton20Filled aria-hidden />,
  coming: <Circle20Regular aria-hidden />,
} as const;

/** Steps in time, top to bottom; the current one carries `aria-current`. */
export function Timeline(props: { readonly label: string; readonly entries: readonly TimelineEntry[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <ol className={styles.list} aria-label={props.label}>
      {props.entries.map((entry) => (
        <li
          key={entry.id}
          className={styles.entry}
          aria-current={entry.state === 'current' ? 'step' : undefined}
        >
          <span className={styles[entry.state]} role="img" aria-label={t(`common.entryState.${entry.state}`)}>
            {marks[entry.state]}
          </span>
          <div>
            <Text
              weight={entry.state === 'current' ? 'semibold' : 'regular'}
              className={mergeClasses(entry.state === 'coming' && styles.coming)}
            >
              {entry.title}
            </Text>
            {entry.detail === undefined ? null : (
              <Text size={200} className={styles.detail}>
                {entry.detail}
              </Text>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
