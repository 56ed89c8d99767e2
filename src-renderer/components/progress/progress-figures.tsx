import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { settledBytes, settledFraction } from '../../../src-shared/domain/settled-progress.ts';
import type { Progress, TaskState } from '../../../src-shared/domain/tasks.ts';
import { formatDuration, formatNumber, formatPercent } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ByteSize } from '../byte-size.tsx';
import { useStalledSeconds } from './use-stalled-seconds.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  figures: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalXS,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export interface ProgressFiguresProps {
  readonly progress: Progress;
  readonly state: TaskState;
  /** Names the bar for screen readers where several stand together: a drive's serial. */
  readonly label?: string | undefined;
}

/** Bar and figures of a task or of one drive: percent, bytes, files, rate, time left, bottleneck. */
export function ProgressFigures(props: ProgressFiguresProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { progress, state } = props;
  const fraction = settledFraction(progress, state);
  const isBusy = state === 'running' || state === 'stopping';
  return (
    <div className={styles.root}>
      <ProgressBar
        thickness="large"
        aria-label={props.label ?? t('activity.overall')}
        {...(fraction === undefined ? (isBusy ? {} : { value: 0 }) : { value: fraction })}
        {...(state === 'failed' ? { color: 'error' as const } : {})}
      />
      <div className={styles.figures}>
        {fraction === undefined ? null : <Text weight="semibold">{formatPercent(fraction, language)}</Text>}
        <Text>
          <ByteSize bytes={settledBytes(progress)} />
          {progress.totalBytes === undefined ? null : (
            <>
              {' '}
              {t('activity.of')} <ByteSize bytes={progress.totalBytes} />
            </>
          )}
        </Text>
        {progress.doneFiles === 0 && (fraction === 1 || (progress.totalFiles ?? 0) === 0) ? null : (
          <Text>
            {t('activity.files', {
              count: progress.doneFiles,
              done: formatNumber(progress.doneFiles, language),
            })}
          </Text>
        )}
        {progress.writtenBytes === undefined ? null : (
          <Text className={styles.quiet}>
            {t('activity.written')} <ByteSize bytes={progress.writtenBytes} />
          </Text>
        )}
        {isBusy && progress.waiting === undefined ? <Speed progress={progress} /> : null}
      </div>
    </div>
  );
}

function Speed(props: { readonly progress: Progress }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { progress } = props;
  const stalledSeconds = useStalledSeconds(progress);
  if (stalledSeconds !== undefined) {
    return (
      <Text weight="semibold">
        {t('activity.stalled', { time: formatDuration(stalledSeconds, language) })}
      </Text>
    );
  }
  return (
    <>
      {progress.bytesPerSecond === undefined ? null : (
        <Text>
          <ByteSize bytes={Math.round(progress.bytesPerSecond)} perSecond />
        </Text>
      )}
      <Text>
        {progress.secondsLeft === undefined
          ? t('activity.estimating')
          : t('activity.timeLeft', { time: formatDuration(progress.secondsLeft, language) })}
      </Text>
      {progress.bottleneck === undefined ? null : (
        <Text className={styles.quiet}>
          {t('activity.limitedBy', { what: t(`activity.bottleneck.${progress.bottleneck}`) })}
        </Text>
      )}
    </>
  );
}
