import type { TFunction } from 'i18next';
import { isUnlimited, megabitsOf, type SpeedSettings } from '../../../src-shared/domain/speed-limits.ts';
import { formatNumber, formatRate, formatTimeOfDay } from '../../../src-shared/locales/format.ts';
import { weekdayName } from '../weekday-name.ts';

function limitText(t: TFunction, bytesPerSecond: number | undefined, language: string): string {
  if (bytesPerSecond === undefined) return t('initiate.speed.noLimit');
  return t('initiate.speed.atMost', {
    megabits: formatNumber(megabitsOf(bytesPerSecond), language),
    rate: formatRate(bytesPerSecond, language),
  });
}

/** Reads the settings back: "Monday to ... from 9:00 to 18:00: at most 20 Mbit/s (2.5 MB/s). At other times: no limit." */
export function speedText(t: TFunction, settings: SpeedSettings, language: string): string {
  if (isUnlimited(settings)) return t('initiate.speed.unlimited');
  const { workHourBytesPerSecond: work, otherBytesPerSecond: other, workDays, workHours } = settings;
  const sentences: string[] = [];
  if (work === other || workDays.length === 0) {
    if (other !== undefined)
      sentences.push(t('initiate.speed.always', { limit: limitText(t, other, language) }));
  } else {
    const days = new Intl.ListFormat(language, { type: 'conjunction' }).format(
      workDays.map((day) => weekdayName(day, language, 'long')),
    );
    sentences.push(
      t('initiate.speed.inWorkHours', {
        days,
        from: formatTimeOfDay(workHours.from, language),
        to: formatTimeOfDay(workHours.to, language),
        limit: limitText(t, work, language),
      }),
      t('initiate.speed.atOtherTimes', { limit: limitText(t, other, language) }),
    );
  }
  if (settings.backgroundMode) sentences.push(t('initiate.speed.inBackground'));
  return sentences.length === 0 ? t('initiate.speed.unlimited') : sentences.join(' ');
}
