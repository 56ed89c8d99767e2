import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  framed: {
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
  },
  title: { margin: 0 },
  text: { color: tokens.colorNeutralForeground2, maxWidth: '720px' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap', alignItems: 'center' },
});

export interface SectionProps {
  readonly title: string;
  /** One sentence under the title. */
  readonly text?: ReactNode;
  /** Buttons or a filter at the right of the title. */
  readonly actions?: ReactNode;
  /** Draws a frame around it: for things that stand beside others. */
  readonly framed?: boolean | undefined;
  readonly children: ReactNode;
}

/** Part of a page with its own heading, which names the region for screen readers. */
export function Section(props: SectionProps) {
  const styles = useStyles();
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className={mergeClasses(styles.root, props.framed === true && styles.framed)}
    >
      <div className={styles.head}>
        <Text as="h2" id={titleId} size={400} weight="semibold" className={styles.title}>
          {props.title}
        </Text>
        {props.actions === undefined ? null : <div className={styles.actions}>{props.actions}</div>}
      </div>
      {props.text === undefined ? null : <Text className={styles.text}>{props.text}</Text>}
      {props.children}
    </section>
  );
}
