import { createInstance } from 'i18next';
import { addUnits, i18nOptions } from './i18n-options.ts';
import type { LanguageCode } from './languages.ts';

export type TranslationParams = Readonly<Record<string, string | number | boolean>>;

/** Words for a key, with placeholders and plurals (`count`) filled in. */
export type Translate = (key: string, params?: TranslationParams) => string;

/**
 * Translator for code without React: notifications, printed sheets, the console host.
 * @param language falls back to English key by key
 */
export function createTranslator(language: LanguageCode): Translate {
  const instance = createInstance();
  // With `initAsync: false` and words at hand, i18next is ready when `init` returns; its promise carries nothing.
  void instance.init(i18nOptions(language));
  addUnits(instance);
  return (key, params) => instance.t(key, { ...params });
}
