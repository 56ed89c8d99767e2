import type { Bridge } from '../../src-shared/contract/bridge.ts';
import { useBridgeEvents } from '../bridge/use-bridge-events.ts';
import { useCall } from '../bridge/use-call.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { AppInfoProvider } from './app-info.tsx';
import { CurrentView } from './current-view.tsx';
import { Frame } from './frame/frame.tsx';
import { NavigationProvider, type View } from './navigation.tsx';
import { Providers } from './providers.tsx';
import { StartRequest } from './start-request.tsx';

/** Waits for the first answer of the main process, then shows the wizard. */
function Wizard(props: { readonly initialView?: View }) {
  useBridgeEvents();
  const info = useCall('app.info', {});
  if (info.error !== null) return <ErrorPanel error={info.error} onRetry={() => void info.refetch()} />;
  if (info.data === undefined) return null;
  return (
    <AppInfoProvider info={info.data}>
      <NavigationProvider {...(props.initialView === undefined ? {} : { initialView: props.initialView })}>
        <Frame>
          <StartRequest />
          <CurrentView />
        </Frame>
      </NavigationProvider>
    </AppInfoProvider>
  );
}

/** The whole renderer over a bridge: real, or the fake one of tests and of the development page. */
export function App(props: { readonly bridge: Bridge; readonly initialView?: View }) {
  return (
    <Providers bridge={props.bridge}>
      <Wizard {...(props.initialView === undefined ? {} : { initialView: props.initialView })} />
    </Providers>
  );
}
