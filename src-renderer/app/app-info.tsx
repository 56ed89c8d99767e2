import { createContext, type ReactNode, useContext } from 'react';
import type { AppInfo } from '../../src-shared/contract/app-calls.ts';

const AppInfoContext = createContext<AppInfo | undefined>(undefined);

export function AppInfoProvider(props: { readonly info: AppInfo; readonly children: ReactNode }) {
  return <AppInfoContext.Provider value={props.info}>{props.children}</AppInfoContext.Provider>;
}

/** Facts about this computer and app: version, host, platform, practice or not, suggested paths. */
export function useAppInfo(): AppInfo {
  const info = useContext(AppInfoContext);
  if (info === undefined) throw new Error('AppInfoProvider is missing above this component');
  return info;
}
