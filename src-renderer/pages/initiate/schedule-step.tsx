import {
  Checkbox,
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
import { type Weekday, weekdaySchema } from '../../../src-shared/domain/weekdays.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ReadBack } from './read-back.tsx';
import { scheduleText, weekdayName } from './schedule-text.ts';
import { TimesOfDay } from './times-of-day.tsx';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, maxWidth: '640px' },
  days: { display: 'flex', flexWrap: 'wrap' },
  spin: { maxWidth: '240px' },
  number: { minWidth: 0 },
  numberRoot: { maxWidth: '120px' },
});

const largestWeekInterval = 4;

export interface ScheduleStepProps {
  readonly schedule: BackupSchedule;
  readonly onChange: (schedule: BackupSchedule) => void;
  readonly showRequired: boolean;
}

/** Specify Backup Schedule: by day or by week, up to three times a day. */
export function ScheduleStep(props: ScheduleStepProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { schedule, onChange } = props;
  const isWeekly = schedule.every === 'week';
  const toggleDay = (day: Weekday, isOn: boolean) =>
    onChange({
      ...schedule,
      weekdays: weekdaySchema.options.filter((each) =>
        each === day ? isOn : schedule.weekdays.includes(each),
      ),
    });
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
          <Field
            label={t('initiate.schedule.days')}
            {...(hasNoDay && props.showRequired ? { validationMessage: t('initiate.schedule.noDay') } : {})}
          >
            <div className={styles.days}>
              {weekdaySchema.options.map((day) => (
                <Checkbox
                  key={day}
                  label={weekdayName(day, language, 'long')}
                  checked={schedule.weekdays.includes(day)}
                  onChange={(_event, { checked }) => toggleDay(day, checked === true)}
                />
              ))}
            </div>
          </Field>
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
    </div>
  );
}
