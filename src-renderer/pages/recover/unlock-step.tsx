import {
  Button,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot, RecoveryPointSummary } from '../../../src-shared/domain/job.ts';
import { formatBytes, formatDate, formatNumber, formatTime } from '../../../src-shared/locales/format.ts';
import { PageFooter } from '../../app/page-slots.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { useCall, useCallMutation } from '../../bridge/use-call.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldRow } from '../../components/field-row.tsx';
import { Section } from '../../components/section.tsx';
import { pointGroups } from './point-groups.ts';
import type { OpenPoint } from './use-recover.ts';

const useStyles = makeStyles({
  day: { display: 'flex', flexDirection: 'column' },
  waiting: { height: '120px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  label: { display: 'flex', flexDirection: 'column' },
});

function PointLabel(props: { readonly point: RecoveryPointSummary }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { point } = props;
  return (
    <span className={styles.label}>
      <Text>
        {formatTime(point.createdAt, language)}, {t(`recover.point.${point.kind}`)}
      </Text>
      <Text size={200} className={styles.quiet}>
        {t('recover.point.holds', {
          count: point.files,
          files: formatNumber(point.files, language),
          size: formatBytes(point.sourceBytes, language),
          added: formatBytes(point.addedBytes, language),
        })}
      </Text>
    </span>
  );
}

function PointList(props: {
  readonly points: readonly RecoveryPointSummary[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <RadioGroup
      value={props.chosen}
      aria-label={t('recover.points.title')}
      onChange={(_event, { value }) => props.onChoose(value)}
    >
      {pointGroups(props.points).map(({ day, points }) => (
        <div key={day} className={styles.day}>
          <Text weight="semibold">{formatDate(points[0]?.createdAt ?? day, language)}</Text>
          {points.map((point) => (
            <Radio key={point.id} value={point.id} label={<PointLabel point={point} />} />
          ))}
        </div>
      ))}
    </RadioGroup>
  );
}

/** Choose a recovery point by date and open it with the passphrase, which lives in this box only. */
export function UnlockStep(props: {
  readonly job: JobSnapshot;
  readonly onOpened: (opened: OpenPoint) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { job } = props;
  const points = useCall('recover.points', { jobId: job.id });
  const [chosen, setChosen] = useState<string>();
  const [passphrase, setPassphrase] = useState('');
  const open = useCallMutation('recover.open', { onSuccess: props.onOpened });
  const newest = pointGroups(points.data ?? [])[0]?.points[0];
  const point = points.data?.find(({ id }) => id === chosen) ?? newest;
  const unlock = () => {
    if (point !== undefined) open.mutate({ jobId: job.id, recoveryPointId: point.id, passphrase });
  };
  return (
    <>
      {points.error === null ? null : (
        <ErrorPanel error={points.error} onRetry={() => void points.refetch()} />
      )}
      {open.error === null ? null : <ErrorPanel error={open.error} onDismiss={open.reset} />}
      <Section title={t('recover.points.title')} text={t('recover.points.text')}>
        {points.isPending ? (
          <Skeleton aria-label={t('recover.points.reading')}>
            <SkeletonItem className={styles.waiting} />
          </Skeleton>
        ) : null}
        {points.data?.length === 0 ? (
          <EmptyState title={t('recover.points.noneTitle')} text={t('recover.points.noneText')} />
        ) : null}
        {point === undefined ? null : (
          <PointList points={points.data ?? []} chosen={point.id} onChoose={setChosen} />
        )}
      </Section>
      {point === undefined ? null : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (passphrase !== '' && !open.isPending) unlock();
          }}
        >
          <FieldRow label={t('recover.unlock.passphrase')} hint={t('recover.unlock.hint')}>
            <Input
              type="password"
              value={passphrase}
              maxLength={1024}
              autoComplete="off"
              disabled={open.isPending}
              onChange={(_event, { value }) => setPassphrase(value)}
            />
          </FieldRow>
        </form>
      )}
      <PageFooter status={open.isPending ? t('recover.unlock.opening') : t('recover.unlock.status')}>
        <Button
          appearance="primary"
          disabledFocusable={point === undefined || passphrase === '' || open.isPending}
          onClick={unlock}
        >
          {t('recover.unlock.open')}
        </Button>
      </PageFooter>
    </>
  );
}
