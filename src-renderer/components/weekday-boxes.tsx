import { Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import { type Weekday, weekdaySchema } from '../../src-shared/domain/weekdays.ts';
import { useLanguage } from '../app/use-language.ts';
import { weekdayName } from './weekday-name.ts';

const useStyles = makeStyles({
  days: { display: 'flex', flexWrap: 'wrap' },
  message: { color: tokens.colorPaletteRedForeground1 },
});

/** One box per day of the week, Monday first, as a group: a field would give its label to every box. */
export function WeekdayBoxes(props: {
  readonly label: string;
  readonly days: readonly Weekday[];
  /** What is wrong with the choice. */
  readonly message?: string | undefined;
  readonly onChange: (days: Weekday[]) => void;
}) {
  const styles = useStyles();
  const language = useLanguage();
  const id = useId();
  const { days, message } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as the other fields are.
    <div
      role="group"
      aria-labelledby={`${id}-label`}
      {...(message === undefined
        ? {}
        : { 'aria-describedby': `${id}-message`, 'data-problem': true, tabIndex: -1 })}
    >
      <Text id={`${id}-label`}>{props.label}</Text>
      <div className={styles.days}>
        {weekdaySchema.options.map((day) => (
          <Checkbox
            key={day}
            label={weekdayName(day, language, 'long')}
            checked={days.includes(day)}
            onChange={(_event, { checked }) =>
              props.onChange(
                weekdaySchema.options.filter((each) =>
                  each === day ? checked === true : days.includes(each),
                ),
              )
            }
          />
        ))}
      </div>
      {message === undefined ? null : (
        <Text id={`${id}-message`} size={200} role="alert" className={styles.message}>
          {message}
        </Text>
      )}
    </div>
  );
}
