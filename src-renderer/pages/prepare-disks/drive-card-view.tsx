import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Stop20Regular } from '../../components/icons.ts';
import { ProgressFigures } from '../../components/progress/progress-figures.tsx';
import { StepItem } from '../../components/progress/step-item.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { type DriveCard, serialEnd } from './drive-cards.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
  space: { flexGrow: 1 },
  serial: { fontFamily: tokens.fontFamilyMonospace },
  quiet: { color: tokens.colorNeutralForeground3 },
  steps: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  choices: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

function Steps(props: { readonly card: DriveCard }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <ol className={styles.steps} aria-label={t('prepareDisks.run.steps')}>
      {props.card.steps.map(({ step, state }) => (
        <StepItem key={step} mark={state} markText={t(`prepareDisks.run.stepState.${state}`)}>
          {t(`prepareDisks.run.step.${step}`)}
        </StepItem>
      ))}
    </ol>
  );
}

const outcomeTones = {
  working: 'busy',
  paused: 'waiting',
  ready: 'success',
  failed: 'danger',
  stopped: 'waiting',
} as const;

export interface DriveCardViewProps {
  readonly card: DriveCard;
  readonly onStop?: (() => void) | undefined;
  readonly onRetry?: (() => void) | undefined;
  /** Takes the drive out of the job; what it held goes to other drives. */
  readonly onLeaveOut?: (() => void) | undefined;
}

/** One drive: where it is in its six steps, how fast, how long, what it waits for; or why it failed and what can be done. */
export function DriveCardView(props: DriveCardViewProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { card } = props;
  const shownOutcome = card.waitsFor === 'paused' ? 'paused' : card.outcome;
  return (
    <article className={styles.card} aria-label={t('prepareDisks.run.drive', { serial: card.serial })}>
      <div className={styles.head}>
        <Text weight="semibold">{card.model}</Text>
        <Text className={styles.serial}>{card.serial}</Text>
        <Text className={styles.quiet}>
          <ByteSize bytes={card.sizeBytes} /> {card.letter === undefined ? '' : `${card.letter}:`}
        </Text>
        <span className={styles.space} />
        <StatusBadge tone={outcomeTones[shownOutcome]}>
          {t(`prepareDisks.run.outcome.${shownOutcome}`)}
        </StatusBadge>
        {card.outcome !== 'working' || props.onStop === undefined ? null : (
          <Button
            size="small"
            icon={<Stop20Regular />}
            aria-label={t('prepareDisks.run.stopDiskLabel', { serial: serialEnd(card.serial) })}
            onClick={props.onStop}
          >
            {t('prepareDisks.run.stopDisk')}
          </Button>
        )}
      </div>
      {card.steps.length === 0 ? null : <Steps card={card} />}
      {card.waitsFor === undefined ? null : <Text>{t(`prepareDisks.run.waitsFor.${card.waitsFor}`)}</Text>}
      {card.progress === undefined || card.waitsFor !== undefined ? null : (
        <ProgressFigures
          progress={card.progress}
          state="running"
          label={t('prepareDisks.run.drive', { serial: card.serial })}
        />
      )}
      {card.stalledSeconds === undefined ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>
              {t('prepareDisks.run.stalledTitle', { time: formatDuration(card.stalledSeconds, language) })}
            </MessageBarTitle>
            {t('prepareDisks.run.stalledText')}
          </MessageBarBody>
        </MessageBar>
      )}
      {card.outcome === 'ready' ? (
        <Text className={styles.quiet}>
          {t('prepareDisks.run.holds', { count: card.files })} <ByteSize bytes={card.bytes} />
        </Text>
      ) : null}
      {card.error === undefined ? null : (
        <>
          <ErrorPanel
            error={card.error}
            takeFocus={false}
            onRetry={props.onRetry}
            retryLabel={t('prepareDisks.run.retry')}
          />
          <Text>{t('prepareDisks.run.failedChoices')}</Text>
        </>
      )}
      {card.outcome === 'stopped' ? <Text>{t('prepareDisks.run.stoppedText')}</Text> : null}
      {card.outcome !== 'failed' || props.onLeaveOut === undefined ? null : (
        <div className={styles.choices}>
          <Button size="small" onClick={props.onLeaveOut}>
            {t('prepareDisks.run.leaveOut')}
          </Button>
        </div>
      )}
    </article>
  );
}
