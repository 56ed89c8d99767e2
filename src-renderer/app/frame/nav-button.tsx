import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  button: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'center',
    width: '100%',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: 'left',
    cursor: 'pointer',
    position: 'relative',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  shown: {
    backgroundColor: tokens.colorNeutralBackground1,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: tokens.shadow2,
    // Forced colours drop backgrounds and shadows, and draw this line.
    outline: '1px solid transparent',
    outlineOffset: '-1px',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    '::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      top: '8px',
      height: '20px',
      width: '3px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
  },
  locked: {
    color: tokens.colorNeutralForeground3,
    cursor: 'default',
    ':hover': { backgroundColor: 'transparent' },
  },
});

export interface NavButtonProps {
  /** True for what is on screen. */
  readonly isShown: boolean;
  /** Value of `aria-current` while shown. */
  readonly current: 'step' | 'page';
  readonly isLocked?: boolean;
  readonly describedBy?: string | undefined;
  readonly onOpen: () => void;
  /** Three cells: mark, name, state. */
  readonly children: ReactNode;
}

/** Button of the list at the left: a bar marks what is on screen, a locked one stays readable and reachable. */
export function NavButton(props: NavButtonProps) {
  const styles = useStyles();
  const isLocked = props.isLocked === true;
  return (
    <button
      type="button"
      className={mergeClasses(styles.button, props.isShown && styles.shown, isLocked && styles.locked)}
      aria-current={props.isShown ? props.current : undefined}
      aria-disabled={isLocked ? true : undefined}
      aria-describedby={props.describedBy}
      onClick={isLocked ? undefined : props.onOpen}
    >
      {props.children}
    </button>
  );
}
