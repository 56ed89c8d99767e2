import type { InitOptions, i18n } from 'i18next';
import { formatBytes, formatDateTime, formatDuration } from './format.ts';
import { languageCodes } from './languages.ts';
import { words } from './resources.ts';

/**
 * Options for i18next on both sides of the bridge: all words at hand, English behind every language, keys nested by dots.
 * Values are not escaped here: React escapes what it renders, and writers of HTML files escape what they write.
 */
export function i18nOptions(language: string): InitOptions {
  return {
    lng: language,
    fallbackLng: 'en',
    supportedLngs: [...languageCodes],
    resources: Object.fromEntries(languageCodes.map((code) => [code, { translation: words[code] }])),
    interpolation: { escapeValue: false },
    returnNull: false,
    returnEmptyString: false,
    initAsync: false,
  };
}

/**
 * Teaches an initialised instance the units of placeholders, next to i18next's own `number` and `list`: `{{free, bytes}}`,
 * `{{left, duration}}` (seconds), `{{dueAt, moment}}` (ISO 8601).
 */
export function addUnits(instance: i18n): void {
  const { formatter } = instance.services;
  formatter?.add('bytes', (value: number, language) => formatBytes(value, language ?? 'en'));
  formatter?.add('duration', (value: number, language) => formatDuration(value, language ?? 'en'));
  formatter?.add('moment', (value: string, language) => formatDateTime(value, language ?? 'en'));
}
