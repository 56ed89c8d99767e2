import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Add20Regular, Dismiss20Regular } from '../../components/icons.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalL },
  time: { display: 'flex', alignItems: 'flex-end', gap: tokens.spacingHorizontalXS },
});

const largestCount = 3;
const suggestions = ['21:00', '12:00', '06:00', '18:00'] as const;

/** Up to three times of day, as MARS allows. */
export function TimesOfDay(props: {
  readonly times: readonly string[];
  readonly onChange: (times: readonly string[]) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { times } = props;
  const next = suggestions.find((time) => !times.includes(time)) ?? '00:00';
  return (
    <div className={styles.row}>
      {times.map((time, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a time is its place in the row; its value changes while typing.
        <div key={index} className={styles.time}>
          <Field label={t('initiate.schedule.time', { number: index + 1 })}>
            <Input
              type="time"
              value={time}
              onChange={(_event, { value }) => {
                if (/^\d\d:\d\d$/.test(value))
                  props.onChange(times.map((each, at) => (at === index ? value : each)));
              }}
            />
          </Field>
          {times.length > 1 ? (
            <Button
              appearance="subtle"
              icon={<Dismiss20Regular />}
              aria-label={t('initiate.schedule.removeTime', { time })}
              onClick={() => props.onChange(times.filter((_each, at) => at !== index))}
            />
          ) : null}
        </div>
      ))}
      {times.length < largestCount ? (
        <Button icon={<Add20Regular />} onClick={() => props.onChange([...times, next])}>
          {t('initiate.schedule.addTime')}
        </Button>
      ) : null}
    </div>
  );
}
