import type { TFunction } from 'i18next';
import type { BackupSchedule, Retention } from '../../../src-shared/domain/initiate-draft.ts';
import { scheduleSentence } from '../../../src-shared/domain/schedule.ts';
import { formatTimeOfDay } from '../../../src-shared/locales/format.ts';
import { weekdayName } from '../../components/weekday-name.ts';

const listed = (parts: readonly string[], language: string) =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);

/** Reads a schedule back: "daily at 21:00". */
export function scheduleText(t: TFunction, schedule: BackupSchedule, language: string): string {
  const sentence = scheduleSentence(schedule);
  return t(`initiate.schedule.sentence.${sentence.code}`, {
    count: sentence.weekInterval,
    days: listed(
      sentence.weekdays.map((day) => weekdayName(day, language, 'long')),
      language,
    ),
    times: listed(
      sentence.times.map((time) => formatTimeOfDay(time, language)),
      language,
    ),
  });
}

/** Reads the retention back: "keeps 7 days, 4 weeks, 12 months and 10 years". */
export function retentionText(t: TFunction, retention: Retention, language: string): string {
  const parts = (['days', 'weeks', 'months', 'years'] as const)
    .filter((unit) => retention[unit] > 0)
    .map((unit) => t(`initiate.retention.count.${unit}`, { count: retention[unit] }));
  return parts.length === 0
    ? t('initiate.retention.nothing')
    : t('initiate.retention.sentence', { parts: listed(parts, language) });
}
