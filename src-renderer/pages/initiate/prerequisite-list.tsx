import { Button, Card, makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import type { OfflineDetails } from '../../../src-shared/domain/initiate-draft.ts';
import { useCall, useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SectionTitle } from '../../components/section-title.tsx';
import { PrerequisiteRow } from './prerequisite-row.tsx';

const useStyles = makeStyles({
  card: { gap: tokens.spacingVerticalM },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  button: { alignSelf: 'flex-start' },
});

/** Prerequisites, checked again whenever the saved boxes change; what the app can put right has *Fix*. */
export function PrerequisiteList(props: {
  readonly jobId: JobId;
  readonly details: OfflineDetails;
  readonly isSaved: boolean;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { jobId, details, isSaved } = props;
  const { data, error, isFetching, refetch } = useCall('initiate.readiness', { jobId }, { enabled: isSaved });
  const checked = useRef(details);
  useEffect(() => {
    if (!isSaved || checked.current === details) return;
    checked.current = details;
    void queryClient.invalidateQueries({ queryKey: ['initiate.readiness', { jobId }] });
  }, [isSaved, details, jobId, queryClient]);
  const fix = useCallMutation('initiate.fixReadiness', {
    onSuccess: (results) => queryClient.setQueryData(['initiate.readiness', { jobId }], results),
  });
  const shown = data?.filter(({ state }) => state !== 'notApplicable');
  return (
    <Card className={styles.card} appearance="filled-alternative" aria-busy={isFetching}>
      <SectionTitle>{t('initiate.prerequisites.title')}</SectionTitle>
      {error === null ? null : <ErrorPanel error={error} takeFocus={false} />}
      {fix.error === null ? null : <ErrorPanel error={fix.error} onDismiss={fix.reset} />}
      {shown === undefined ? (
        error === null ? (
          <Skeleton aria-label={t('initiate.prerequisites.checking')}>
            <SkeletonItem />
          </Skeleton>
        ) : null
      ) : (
        <ul className={styles.list}>
          {shown.map((result) => (
            <PrerequisiteRow
              key={result.id}
              result={result}
              isFixing={fix.isPending}
              onFix={() => fix.mutate({ jobId, checkId: result.id })}
            />
          ))}
        </ul>
      )}
      <Text size={200} className={styles.quiet}>
        {isFetching ? t('initiate.prerequisites.checking') : t('initiate.prerequisites.note')}
      </Text>
      <Button
        size="small"
        className={styles.button}
        disabledFocusable={isFetching}
        onClick={() => void refetch()}
      >
        {t('initiate.prerequisites.checkAgain')}
      </Button>
    </Card>
  );
}
