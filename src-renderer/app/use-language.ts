import { useTranslation } from 'react-i18next';

/**
 * Language of the words on screen as a tag for `Intl` and the formatters of `src-shared/locales/format.ts`. When the system
 * speaks it too, with the system's region: dates then look as the operator is used to.
 */
export function useLanguage(): string {
  const { i18n } = useTranslation();
  const language = i18n.resolvedLanguage ?? 'en';
  return navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}
