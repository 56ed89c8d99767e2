import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';

const useStyles = makeStyles({
  row: {
    padding: `${tokens.spacingVerticalXS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    display: 'flex',
    flexDirection: 'column',
  },
  path: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

/**
 * One warning. Takes plain values, since every report of a running task brings its warnings anew: rows that say the same are then not
 * drawn again, four times a second.
 */
export const WarningRow = memo(function WarningRow({ code, path, reason }: TaskWarning) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <li className={styles.row}>
      <Text className={styles.path} size={200}>
        {path}
      </Text>
      <Text size={200}>
        {t(`warnings.${code}`)}
        {reason === '' ? '' : ` (${reason})`}
      </Text>
    </li>
  );
});
