import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ReadinessResult } from '../../../src-shared/domain/readiness.ts';
import { SpokenOnly } from '../../components/spoken-only.tsx';
import { StatusBadge, type StatusTone } from '../../components/status-badge.tsx';
import { useOptionalWords } from '../../components/use-optional-words.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  finding: { color: tokens.colorNeutralForeground2, paddingLeft: '24px' },
  fix: { alignSelf: 'flex-start', marginLeft: '24px' },
});

const tones: Readonly<Record<ReadinessResult['state'], StatusTone>> = {
  pass: 'success',
  fail: 'danger',
  warning: 'warning',
  notApplicable: 'waiting',
};

/** One prerequisite: pass or fail, why, and *Fix* where the app can do it. */
export function PrerequisiteRow(props: {
  readonly result: ReadinessResult;
  readonly isFixing: boolean;
  readonly onFix: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const words = useOptionalWords();
  const { id, state, finding, params, canFix } = props.result;
  const key = `readiness.${id}.${finding}`;
  const title = words(`readiness.${id}.title`, id);
  // The tick says it to the eye; screen readers need the word.
  const stateText = `: ${t(`initiate.prerequisites.state.${state}`)}`;
  return (
    <li className={styles.row}>
      <StatusBadge tone={tones[state]}>
        {title}
        {state === 'pass' ? <SpokenOnly>{stateText}</SpokenOnly> : stateText}
      </StatusBadge>
      {state === 'pass' ? null : (
        <Text size={200} className={styles.finding}>
          {words(`${key}.what`, finding, { ...params })}
          <Text block size={200}>
            {words(`${key}.fix`, '', { ...params })}
          </Text>
        </Text>
      )}
      {canFix && state !== 'pass' ? (
        <Button
          size="small"
          className={styles.fix}
          disabledFocusable={props.isFixing}
          aria-label={t('initiate.prerequisites.fixWhat', { title })}
          onClick={props.onFix}
        >
          {t('initiate.prerequisites.fix')}
        </Button>
      ) : null}
    </li>
  );
}
