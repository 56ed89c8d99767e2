import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { SectionTitle } from './section-title.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalXL}`,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  text: { color: tokens.colorNeutralForeground2, maxWidth: '520px' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap', justifyContent: 'center' },
});

export interface EmptyStateProps {
  /** Picture or icon, decoration only. */
  readonly picture?: ReactNode;
  readonly title: string;
  /** Why there is nothing, and what changes that. */
  readonly text: string;
  /** Buttons. */
  readonly children?: ReactNode;
}

/** A list without entries: says why, and what to do. */
export function EmptyState(props: EmptyStateProps) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      {props.picture}
      <SectionTitle>{props.title}</SectionTitle>
      <Text className={styles.text}>{props.text}</Text>
      {props.children === undefined ? null : <div className={styles.actions}>{props.children}</div>}
    </div>
  );
}
