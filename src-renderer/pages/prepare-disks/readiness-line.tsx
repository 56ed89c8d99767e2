import { Button, makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { ReadinessResult } from '../../../src-shared/domain/readiness.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useCall, useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SignInPanel } from '../../components/sign-in-panel.tsx';
import { StatusBadge, type StatusTone } from '../../components/status-badge.tsx';
import { useOptionalWords } from '../../components/use-optional-words.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    // Badges and the button stand on one line, whatever their heights.
    '> li': { display: 'flex', alignItems: 'center' },
  },
  reasons: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    margin: 0,
    paddingLeft: '20px',
  },
  skeleton: { width: '420px', maxWidth: '100%' },
});

const tones: Readonly<Record<Exclude<ReadinessResult['state'], 'notApplicable'>, StatusTone>> = {
  pass: 'success',
  fail: 'danger',
  warning: 'warning',
};

/** Shown only when something is wrong: they speak of Azure, and the line is about this computer. */
const quietChecks: readonly ReadinessResult['id'][] = ['providerRegistered', 'storageAccountUsable'];

/** What practice does not need stays in the line, so that a rehearsal shows what will be asked for. */
function isShown({ id, state, finding }: ReadinessResult): boolean {
  if (state === 'notApplicable') return finding === 'practice';
  return state !== 'pass' || !quietChecks.includes(id);
}

/** Checks of this computer in one line; what is not in order gets a sentence and, where the page can help, the way to fix it. */
export function ReadinessLine(props: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const words = useOptionalWords();
  const { data, error, isFetching, refetch } = useCall('prepareDisks.readiness', { jobId: props.job.id });
  const { go } = useNavigation();
  const fix = useCallMutation('initiate.fixReadiness', { onSuccess: () => void refetch() });
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} takeFocus={false} />;
  if (data === undefined) {
    return (
      <Skeleton className={styles.skeleton} aria-label={t('prepareDisks.readiness.checking')}>
        <SkeletonItem />
      </Skeleton>
    );
  }
  const shown = data.filter(isShown);
  const open = shown.filter(({ state }) => state === 'fail' || state === 'warning');
  const needsSignIn = open.some(({ id, state }) => id === 'signedIn' && state === 'fail');
  return (
    <section className={styles.root} aria-label={t('prepareDisks.readiness.title')}>
      <ul className={styles.line}>
        {shown.map(({ id, state }) => (
          <li key={id}>
            <StatusBadge tone={state === 'notApplicable' ? 'info' : tones[state]}>
              {words(`readiness.${id}.title`, id)}: {t(`prepareDisks.readiness.${state}`)}
            </StatusBadge>
          </li>
        ))}
        <li>
          <Button
            size="small"
            appearance="subtle"
            disabledFocusable={isFetching}
            onClick={() => void refetch()}
          >
            {isFetching ? t('prepareDisks.readiness.checking') : t('prepareDisks.readiness.again')}
          </Button>
        </li>
      </ul>
      {fix.error === null ? null : <ErrorPanel error={fix.error} onDismiss={fix.reset} />}
      {open.length === 0 ? null : (
        <ul className={styles.reasons}>
          {open.map(({ id, finding, params, canFix }) => (
            <li key={id}>
              <Text>
                {words(`readiness.${id}.${finding}.what`, finding, { ...params })}{' '}
                {words(`readiness.${id}.${finding}.fix`, '', { ...params })}
              </Text>{' '}
              {id === 'stagingReachable' && props.job.opaque === undefined ? (
                <Button size="small" onClick={() => go({ kind: 'openStaged' })}>
                  {t('prepareDisks.readiness.choosePath')}
                </Button>
              ) : null}
              {canFix ? (
                <Button
                  size="small"
                  disabledFocusable={fix.isPending}
                  aria-label={t('prepareDisks.readiness.fixWhat', {
                    what: words(`readiness.${id}.title`, id),
                  })}
                  onClick={() => fix.mutate({ jobId: props.job.id, checkId: id })}
                >
                  {t('prepareDisks.readiness.fix')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {needsSignIn ? <SignInPanel cloudId={props.job.cloudId} onSignedIn={() => void refetch()} /> : null}
    </section>
  );
}
