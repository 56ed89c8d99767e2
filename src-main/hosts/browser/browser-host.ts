/** @file The wizard in an app window of an installed Chromium-family browser: no Electron, no port, no server. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { browserOrigin } from '../../ipc/origin.ts';
import type { Log } from '../../platform/ports/log.ts';
import type { Application } from '../application.ts';
import { loadAsset } from '../assets.ts';
import { bindingName, receiverName } from './binding-names.ts';
import { createDevtoolsPipe, type DevtoolsPipe } from './devtools-pipe.ts';
import { createPageChannel } from './page-channel.ts';

const startUrl = `${browserOrigin.protocol}//${browserOrigin.host}/index.html`;

export interface BrowserHostOptions {
  readonly application: Application;
  /** Absolute path of the browser. */
  readonly browser: string;
  /** Folder of the built renderer. */
  readonly rendererFolder: string;
  /** Source of the bundled preload. */
  readonly preload: string;
  readonly log: Log;
  /** Without a window, for tests. */
  readonly headless?: boolean;
}

export interface BrowserHost {
  /** Resolves when the window was closed or Quit was chosen and the browser has gone. */
  readonly closed: Promise<void>;
  /** Evaluates an expression in the page; for tests. */
  evaluate(expression: string): Promise<unknown>;
  /** The browser's own instruments; for benches. */
  readonly devtools: Pick<DevtoolsPipe, 'send' | 'on'>;
  close(): Promise<void>;
}

/**
 * Start options. The dead proxy is the second wall behind request interception: even a request that slipped past it finds nobody. Root
 * cannot use the sandbox, so that it is switched off for root alone.
 */
export function browserArguments(profile: string, headless: boolean, isRoot: boolean): readonly string[] {
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    '--password-store=basic',
    '--proxy-server=http://127.0.0.1:9',
    '--proxy-bypass-list=<-loopback>',
    '--window-size=1280,800',
    ...(isRoot ? ['--no-sandbox', '--test-type'] : []),
    ...(headless
      ? ['--headless=new', '--disable-gpu', 'about:blank']
      : ['--app=data:text/html,<title>Offline Backup</title>']),
  ];
}

async function firstPage(pipe: DevtoolsPipe): Promise<string> {
  for (;;) {
    const { targetInfos } = (await pipe.send('Target.getTargets')) as {
      targetInfos: { type: string; targetId: string }[];
    };
    const page = targetInfos.find(({ type }) => type === 'page');
    if (page !== undefined) return page.targetId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Answers every request of the page from the built renderer and refuses all others. */
function serveAssets(pipe: DevtoolsPipe, sessionId: string, options: BrowserHostOptions): void {
  pipe.on('Fetch.requestPaused', (params) => {
    const { requestId, request } = params as { requestId: string; request: { url: string; method: string } };
    const respond = async (): Promise<void> => {
      const asset = await loadAsset(options.rendererFolder, request, browserOrigin);
      if (asset === undefined) {
        options.log.warn({ url: request.url.slice(0, 200), method: request.method }, 'request refused');
        await pipe.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }, sessionId);
        return;
      }
      const responseHeaders = Object.entries(asset.headers).map(([name, value]) => ({ name, value }));
      const body = asset.body.toString('base64');
      await pipe.send(
        'Fetch.fulfillRequest',
        { requestId, responseCode: 200, responseHeaders, body },
        sessionId,
      );
    };
    // The page may be gone before its request is answered.
    respond().catch((error: unknown) => options.log.debug({ error: String(error) }, 'request not answered'));
  });
}

/** Connects the page's binding to the router; only the default context of the top frame of our origin is heard. */
function connectPage(
  pipe: DevtoolsPipe,
  sessionId: string,
  targetId: string,
  application: Application,
): () => void {
  let context: { readonly id: number; readonly url: string } | undefined;
  pipe.on('Runtime.executionContextCreated', (params) => {
    const created = params.context as {
      id: number;
      origin: string;
      auxData?: { isDefault?: boolean; frameId?: string };
    };
    if (created.auxData?.isDefault === true && created.auxData.frameId === targetId) {
      context = { id: created.id, url: `${created.origin}/` };
    }
  });
  const channel = createPageChannel(application, async (text) => {
    if (context === undefined) return;
    const expression = `${receiverName}(${JSON.stringify(text)})`;
    await pipe.send('Runtime.evaluate', { contextId: context.id, silent: true, expression }, sessionId);
  });
  pipe.on('Runtime.bindingCalled', (params) => {
    const { name, payload, executionContextId } = params as {
      name: string;
      payload: string;
      executionContextId: number;
    };
    if (name !== bindingName || context === undefined) return;
    void channel.receive(payload, { url: context.url, isTopFrame: executionContextId === context.id });
  });
  return channel.close;
}

/**
 * Closes every page but ours: a pop-up would run outside of the request gate. It is held before its first step; its requests are
 * caught and never answered; then it may run on, because while it is held neither it can close nor the page that opened it go on.
 */
function closeOtherPages(pipe: DevtoolsPipe, targetId: string): Promise<unknown> {
  pipe.on('Target.attachedToTarget', (params) => {
    const { sessionId, targetInfo, waitingForDebugger } = params as {
      sessionId: string;
      targetInfo: { targetId: string; type: string };
      waitingForDebugger: boolean;
    };
    if (targetInfo.targetId === targetId || targetInfo.type !== 'page') return;
    const close = async (): Promise<void> => {
      await pipe.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId);
      const closing = pipe.send('Target.closeTarget', { targetId: targetInfo.targetId });
      if (waitingForDebugger) await pipe.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
      await closing;
    };
    // It may have closed by itself meanwhile.
    close().catch(() => undefined);
  });
  return pipe.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
}

/** Opens the window and resolves when the wizard's page has been asked to load. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'offline-backup-window-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) options.log.warn({}, 'running as root: the browser cannot use its sandbox');
  const child = spawn(options.browser, browserArguments(profile, options.headless ?? false, isRoot), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  })
    .then(() => rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
    // A profile that a dying browser still holds must not keep the wizard from closing its records.
    .catch((error: unknown) => options.log.warn({ profile, error: String(error) }, 'profile left behind'));
  const pipe = createDevtoolsPipe(child.stdio[3] as Writable, child.stdio[4] as unknown as Readable);
  const targetId = await firstPage(pipe);
  const { sessionId } = (await pipe.send('Target.attachToTarget', { targetId, flatten: true })) as {
    sessionId: string;
  };
  await closeOtherPages(pipe, targetId);
  serveAssets(pipe, sessionId, options);
  const disconnect = connectPage(pipe, sessionId, targetId, options.application);
  await pipe.send('Page.enable', {}, sessionId);
  await pipe.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId);
  await pipe.send('Runtime.enable', {}, sessionId);
  await pipe.send('Runtime.addBinding', { name: bindingName }, sessionId);
  await pipe.send('Page.addScriptToEvaluateOnNewDocument', { source: options.preload }, sessionId);
  await pipe.send('Page.navigate', { url: startUrl }, sessionId);

  async function close(): Promise<void> {
    // A browser that is gone already cannot be asked to close.
    await pipe.send('Browser.close').catch(() => undefined);
    await closed;
  }
  void options.application.quitRequested.then(close);
  return {
    closed: closed.finally(disconnect),
    close,
    devtools: pipe,
    async evaluate(expression) {
      const answer = await pipe.send(
        'Runtime.evaluate',
        { expression, awaitPromise: true, returnByValue: true, userGesture: true },
        sessionId,
      );
      return (answer as { result: { value?: unknown } }).result.value;
    },
  };
}
