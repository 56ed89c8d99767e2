import { AriaLiveAnnouncer, FluentProvider, type Theme, webLightTheme } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { createInstance } from 'i18next';
import { type ReactNode, useEffect, useState } from 'react';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import type { Preferences } from '../../src-shared/contract/app-calls.ts';
import type { Bridge } from '../../src-shared/contract/bridge.ts';
import { addUnits, i18nOptions } from '../../src-shared/locales/i18n-options.ts';
import { BridgeProvider } from '../bridge/bridge-context.ts';
import { createQueryClient } from '../bridge/query-client.ts';
import { useCall } from '../bridge/use-call.ts';
import { useFluentTheme, useMediaQuery } from './theme.ts';

/**
 * As style, not as class: Fluent copies the provider's classes to the mount nodes of its portals, and one of full height
 * would cover the window.
 */
const rootStyle = { height: '100%', fontVariantNumeric: 'tabular-nums' } as const;

function createI18n(language: string) {
  const instance = createInstance();
  // Words are at hand, so the instance is ready when `init` returns.
  void instance.use(initReactI18next).init({ ...i18nOptions(language), react: { useSuspense: false } });
  addUnits(instance);
  return instance;
}

const beforeAnswer: Preferences = { language: 'en', theme: 'system' };

/** Forced colours bring their own scheme: naming another one would mix the system's light and dark colours. */
function colorSchemeOf(theme: Theme, forcedColors: boolean): string {
  if (forcedColors) return 'light dark';
  return theme === webLightTheme ? 'light' : 'dark';
}

function ThemeAndWords(props: { readonly children: ReactNode }) {
  const preferences = useCall('app.info', {}).data?.preferences ?? beforeAnswer;
  const theme = useFluentTheme(preferences.theme);
  const forcedColors = useMediaQuery('(forced-colors: active)');
  const [i18n] = useState(() => createI18n(preferences.language));
  useEffect(() => {
    document.documentElement.lang = preferences.language;
    void i18n.changeLanguage(preferences.language);
  }, [i18n, preferences.language]);
  // Scroll bars and the pickers of native boxes follow the chosen theme, not the system's.
  useEffect(() => {
    document.documentElement.style.colorScheme = colorSchemeOf(theme, forcedColors);
  }, [theme, forcedColors]);
  return (
    <I18nextProvider i18n={i18n}>
      <FluentProvider theme={theme} style={rootStyle}>
        <AriaLiveAnnouncer>{props.children}</AriaLiveAnnouncer>
      </FluentProvider>
    </I18nextProvider>
  );
}

/** Everything a page leans on: bridge, query cache, words, theme, announcements. Tests render through it too. */
export function Providers(props: { readonly bridge: Bridge; readonly children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <BridgeProvider value={props.bridge}>
      <QueryClientProvider client={queryClient}>
        <ThemeAndWords>{props.children}</ThemeAndWords>
      </QueryClientProvider>
    </BridgeProvider>
  );
}
