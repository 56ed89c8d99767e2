import { type RenderResult, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterAll } from 'vitest';
import { AppInfoProvider } from '../app/app-info.tsx';
import { NavigationProvider, type View } from '../app/navigation.tsx';
import { FooterElementProvider } from '../app/page-slots.tsx';
import { Providers } from '../app/providers.tsx';
import { useBridgeEvents } from '../bridge/use-bridge-events.ts';
import type { FakeBridge } from './fake-bridge.ts';
import { installBrowserParts } from './install-browser-parts.ts';
import './patience.ts';
import { sampleAppInfo } from './samples.ts';

// The focus manager of the components looks a tenth of a second later where the focus is; then there must still be a page.
afterAll(() => new Promise<void>((resolve) => setTimeout(resolve, 250)));

function Events(props: { readonly children: ReactElement }) {
  useBridgeEvents();
  return props.children;
}

/** Renders a page or component inside all providers, with its footer below it, over a fake bridge. */
export function renderWithApp(fake: FakeBridge, element: ReactElement, initialView?: View): RenderResult {
  installBrowserParts();
  const footer = document.createElement('footer');
  document.body.replaceChildren(footer);
  return render(
    <Providers bridge={fake.bridge}>
      <Events>
        <AppInfoProvider info={sampleAppInfo()}>
          <NavigationProvider {...(initialView === undefined ? {} : { initialView })}>
            <FooterElementProvider value={footer}>
              <main>{element}</main>
            </FooterElementProvider>
          </NavigationProvider>
        </AppInfoProvider>
      </Events>
    </Providers>,
  );
}
