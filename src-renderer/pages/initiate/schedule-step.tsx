import {
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  SpinButton,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { BackupSchedule } from '../../../src-shared/domain/initiate-draft.ts';
import type { SpeedSettings } from '../../../src-shared/domain/speed-limits.ts';
import { useLanguage } from '../../app/use-language.ts';
import { Section } from '../../components/section.tsx';
import { SpeedFields } from '../../components/speed/speed-fields.tsx';
import { speedText } from '../../components/speed/speed-text.ts';
import { WeekdayBoxes } from '../../components/weekday-boxes.tsx';
import { ReadBack } from './read-back.tsx';
import { scheduleText } from './schedule-text.ts';
import { TimesOfDay } from './times-of-day.tsx';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, maxWidth: '640px' },
  spin: { maxWidth: '240px' },
  number: { minWidth: 0 },
  numberRoot: { maxWidth: '120px' },
});

const largestWeekInterval = 4;

export interface ScheduleStepProps {
  readonly schedule: BackupSchedule;
  readonly onChange: (schedule: BackupSchedule) => void;
  readonly showRequired: boolean;
  readonly speed: SpeedSettings;
  readonly onSpeedChange: (speed: SpeedSettings) => void;
}

/** Specify Backup Schedule: by day or by week, up to three times a day; and what a backup may take of the computer. */
export function ScheduleStep(props: ScheduleStepProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { schedule, onChange } = props;
  const isWeekly = schedule.every === 'week';
  const hasNoDay = isWeekly && schedule.weekdays.length === 0;
  return (
    <div className={styles.form}>
      <Field label={t('initiate.schedule.every')}>
        <RadioGroup
          layout="horizontal"
          value={schedule.every}
          onChange={(_event, { value }) =>
            onChange({ ...schedule, every: value === 'week' ? 'week' : 'day' })
          }
        >
          <Radio value="day" label={t('initiate.schedule.day')} />
          <Radio value="week" label={t('initiate.schedule.week')} />
        </RadioGroup>
      </Field>
      {isWeekly ? (
        <>
          <Field label={t('initiate.schedule.interval')} className={styles.spin}>
            <SpinButton
              className={styles.numberRoot}
              input={{ className: styles.number }}
              min={1}
              max={largestWeekInterval}
              value={schedule.weekInterval}
              onChange={(_event, { value, displayValue }) => {
                const weeks = value ?? Number(displayValue);
                if (Number.isInteger(weeks) && weeks >= 1 && weeks <= largestWeekInterval) {
                  onChange({ ...schedule, weekInterval: weeks });
                }
              }}
            />
          </Field>
          <WeekdayBoxes
            label={t('initiate.schedule.days')}
            days={schedule.weekdays}
            message={hasNoDay && props.showRequired ? t('initiate.schedule.noDay') : undefined}
            onChange={(weekdays) => onChange({ ...schedule, weekdays })}
          />
        </>
      ) : null}
      <TimesOfDay times={schedule.times} onChange={(times) => onChange({ ...schedule, times: [...times] })} />
      {hasNoDay ? (
        <MessageBar intent="warning">
          <MessageBarBody>{t('initiate.schedule.noDay')}</MessageBarBody>
        </MessageBar>
      ) : (
        <ReadBack>{scheduleText(t, schedule, language)}</ReadBack>
      )}
      <Section title={t('initiate.speed.title')} text={t('initiate.speed.text')}>
        <SpeedFields settings={props.speed} onChange={props.onSpeedChange} />
        <ReadBack>{speedText(t, props.speed, language)}</ReadBack>
      </Section>
    </div>
  );
}
