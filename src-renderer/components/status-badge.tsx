import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import {
  ArrowSync20Regular,
  CheckmarkCircle20Filled,
  Clock20Regular,
  DismissCircle20Filled,
  Info20Regular,
  Warning20Filled,
} from './icons.ts';

export type StatusTone = 'success' | 'warning' | 'danger' | 'info' | 'busy' | 'waiting';

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  icon: { display: 'inline-flex', flexShrink: 0 },
  success: { color: tokens.colorPaletteGreenForeground1 },
  warning: { color: tokens.colorPaletteDarkOrangeForeground1 },
  danger: { color: tokens.colorPaletteRedForeground1 },
  info: { color: tokens.colorBrandForeground1 },
  busy: { color: tokens.colorBrandForeground1 },
  waiting: { color: tokens.colorNeutralForeground3 },
});

const icons: Readonly<Record<StatusTone, ReactNode>> = {
  success: <CheckmarkCircle20Filled aria-hidden />,
  warning: <Warning20Filled aria-hidden />,
  danger: <DismissCircle20Filled aria-hidden />,
  info: <Info20Regular aria-hidden />,
  busy: <ArrowSync20Regular aria-hidden />,
  waiting: <Clock20Regular aria-hidden />,
};

export interface StatusBadgeProps {
  readonly tone: StatusTone;
  /** The word; colour and icon never stand alone. */
  readonly children: ReactNode;
}

/** Icon and word for a state. */
export function StatusBadge(props: StatusBadgeProps) {
  const styles = useStyles();
  return (
    <span className={styles.root}>
      <span className={mergeClasses(styles.icon, styles[props.tone])}>{icons[props.tone]}</span>
      <span>{props.children}</span>
    </span>
  );
}
