/** Languages of the product, with the names their speakers give them. */
export const languageNames = {
  en: 'English',
  de: 'Deutsch',
  nl: 'Nederlands',
  sv: 'Svenska',
  fr: 'Français',
} as const;

export type LanguageCode = keyof typeof languageNames;
export const languageCodes = Object.keys(languageNames) as readonly LanguageCode[];
