import type { BrowserHost } from './browser-host.ts';

const patienceMilliseconds = 60_000;
const pollMilliseconds = 200;

/** What a window that opened can be asked, as its page sees it. */
export interface WindowCheck {
  readonly title: string;
  readonly heading: string;
  readonly hasNode: boolean;
  readonly bridgeIsFrozen: boolean;
  readonly rawBindingIsGone: boolean;
  readonly foreignRequestIsRefused: boolean;
  /** A window that the page opened, as by a click, was closed again, or never came. */
  readonly popUpIsClosed: boolean;
}

const question = `(async () => {
  const foreign = await fetch('https://example.com/').then(() => false, () => true);
  const popUp = window.open('https://example.com/', '_blank');
  for (let tries = 0; popUp !== null && !popUp.closed && tries < 50; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    title: document.title,
    heading: document.querySelector('h1')?.textContent ?? '',
    hasNode: typeof process !== 'undefined' || typeof require !== 'undefined',
    bridgeIsFrozen: Object.isFrozen(window.offlineBackup),
    rawBindingIsGone: typeof window.__offlineBackupSend === 'undefined',
    foreignRequestIsRefused: foreign,
    popUpIsClosed: popUp === null || popUp.closed,
  };
})()`;

/**
 * Waits until the wizard's page stands and looks at it from inside.
 * @throws Error when no heading appears within a minute
 */
export async function checkWindow(window: BrowserHost): Promise<WindowCheck> {
  const until = performance.now() + patienceMilliseconds;
  while (performance.now() < until) {
    const heading = await window.evaluate(`document.querySelector('h1')?.textContent ?? ''`);
    if (typeof heading === 'string' && heading !== '')
      return (await window.evaluate(question)) as WindowCheck;
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
  throw new Error('The wizard did not show a page within a minute');
}
