import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * Words for codes that come from outside and may be unknown (states of Azure, events of the practice world):
 * `words(key, fallback)` answers the fallback, usually the raw code, when there are no words.
 */
export function useOptionalWords(): (
  key: string,
  fallback: string,
  params?: Record<string, unknown>,
) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (key, fallback, params) => (i18n.exists(key) ? t(key, params ?? {}) : fallback),
    [t, i18n],
  );
}
