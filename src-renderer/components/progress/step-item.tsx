import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import {
  ArrowSync20Regular,
  CheckmarkCircle20Filled,
  Circle20Regular,
  DismissCircle20Filled,
  Pause20Regular,
} from '../icons.ts';

const useStyles = makeStyles({
  row: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  icon: { display: 'inline-flex' },
  done: { color: tokens.colorPaletteGreenForeground1 },
  current: { color: tokens.colorCompoundBrandForeground1 },
  paused: { color: tokens.colorCompoundBrandForeground1 },
  failed: { color: tokens.colorPaletteRedForeground1 },
  coming: { color: tokens.colorNeutralForeground3 },
  strong: { fontWeight: tokens.fontWeightSemibold },
});

export type StepMark = 'done' | 'current' | 'paused' | 'failed' | 'coming';

const icons: Readonly<Record<StepMark, ReactNode>> = {
  done: <CheckmarkCircle20Filled aria-hidden />,
  current: <ArrowSync20Regular aria-hidden />,
  paused: <Pause20Regular aria-hidden />,
  failed: <DismissCircle20Filled aria-hidden />,
  coming: <Circle20Regular aria-hidden />,
};

/** One step of a list of steps: how far it is as icon and word, and its name. */
export function StepItem(props: {
  readonly mark: StepMark;
  /** The mark in words, for screen readers. */
  readonly markText: string;
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  const { mark } = props;
  const isCurrent = mark === 'current' || mark === 'paused';
  return (
    <li className={styles.row} aria-current={isCurrent ? 'step' : undefined}>
      <span className={mergeClasses(styles.icon, styles[mark])} role="img" aria-label={props.markText}>
        {icons[mark]}
      </span>
      <span className={mergeClasses(mark === 'coming' && styles.coming, isCurrent && styles.strong)}>
        {props.children}
      </span>
    </li>
  );
}
