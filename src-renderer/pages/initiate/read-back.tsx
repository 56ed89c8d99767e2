import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Info20Regular } from '../../components/icons.ts';

const useStyles = makeStyles({
  box: {
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
  },
  icon: { color: tokens.colorBrandForeground1, flexShrink: 0 },
});

/** The choice above in a sentence, so that a slip is seen before it counts. */
export function ReadBack(props: { readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.box} role="status">
      <Info20Regular className={styles.icon} aria-hidden />
      <span>{props.children}</span>
    </div>
  );
}
