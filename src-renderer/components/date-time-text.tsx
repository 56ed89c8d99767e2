import { formatDate, formatDateTime, formatDayTime, formatTime } from '../../src-shared/locales/format.ts';
import { useLanguage } from '../app/use-language.ts';

export interface DateTimeTextProps {
  /** ISO 8601 in UTC, as everywhere in the contract. */
  readonly instant: string;
  /** How much to show; date and time when left out. `dayTime` leaves out the year. The whole moment is in the hover text. */
  readonly show?: 'dateTime' | 'date' | 'time' | 'dayTime';
}

/** Moment in the operator's zone and language. */
export function DateTimeText(props: DateTimeTextProps) {
  const language = useLanguage();
  const format = { dateTime: formatDateTime, date: formatDate, time: formatTime, dayTime: formatDayTime }[
    props.show ?? 'dateTime'
  ];
  return (
    <time dateTime={props.instant} title={formatDateTime(props.instant, language)}>
      {format(props.instant, language)}
    </time>
  );
}
