import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { memo } from 'react';

const useStyles = makeStyles({
  row: {
    padding: `${tokens.spacingVerticalXS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    display: 'flex',
    flexDirection: 'column',
    // Rows out of sight are laid out when they come into it; two lines of words are the rule.
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 41px',
  },
  words: typographyStyles.caption1,
  path: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

export interface WarningRowProps {
  readonly path: string;
  readonly words: string;
}

/**
 * One warning of up to 200. Plain elements and plain values: all rows are made in one frame when the list is opened, and every report of a running task
 * brings its warnings anew, four times a second; rows that say the same are then not drawn again.
 */
export const WarningRow = memo(function WarningRow({ path, words }: WarningRowProps) {
  const styles = useStyles();
  return (
    <li className={styles.row}>
      <span className={mergeClasses(styles.words, styles.path)}>{path}</span>
      <span className={styles.words}>{words}</span>
    </li>
  );
});
