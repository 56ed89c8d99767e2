import { type Theme, teamsHighContrastTheme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import type { ThemeChoice } from '../../src-shared/contract/app-calls.ts';

/** True while a media query holds; follows the system at run time. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', onChange);
      return () => list.removeEventListener('change', onChange);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Fluent theme for the operator's choice; `system` follows light, dark and forced colours of the system. */
export function useFluentTheme(choice: ThemeChoice): Theme {
  const prefersDark = useMediaQuery('(prefers-color-scheme: dark)');
  const forcedColors = useMediaQuery('(forced-colors: active)');
  switch (choice) {
    case 'light':
      return webLightTheme;
    case 'dark':
      return webDarkTheme;
    case 'highContrast':
      return teamsHighContrastTheme;
    case 'system':
      if (forcedColors) return teamsHighContrastTheme;
      return prefersDark ? webDarkTheme : webLightTheme;
  }
}
