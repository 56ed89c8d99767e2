import { readFile } from 'node:fs/promises';
import vm from 'node:vm';
import { build } from 'vite';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../src-shared/contract/bridge.ts';
import { type CallName, calls, type Handlers } from '../../src-shared/contract/calls.ts';
import { callNames } from '../../src-shared/contract/channels.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Application, EventListener } from '../hosts/application.ts';
import { bindingName, receiverName } from '../hosts/browser/binding-names.ts';
import { createPageChannel } from '../hosts/browser/page-channel.ts';
import { eventChannel, invokeChannel } from '../hosts/electron/channels.ts';
import { sendEvents, serveCalls } from '../hosts/electron/ipc-transport.ts';
import type { Log } from '../platform/ports/log.ts';
import { type AppOrigin, browserOrigin, electronOrigin } from './origin.ts';
import { createRouter, maximumInputCharacters } from './router.ts';
import { sampleOf } from './testing/sample.ts';

const silent = vi.fn();
const log: Log = { debug: silent, info: silent, warn: silent, error: silent, child: () => log };

/** An application whose handlers answer the smallest valid output and remember what reached them. */
function recordingApplication(
  origin: AppOrigin,
): Application & { received: [string, unknown][]; listeners: EventListener[] } {
  const received: [string, unknown][] = [];
  const listeners: EventListener[] = [];
  const handlers = Object.fromEntries(
    callNames.map((name) => [
      name,
      async (input: unknown) => {
        received.push([name, input]);
        return sampleOf(calls[name].output);
      },
    ]),
  ) as unknown as Handlers;
  const router = createRouter({ handlers, origin, log });
  return {
    received,
    listeners,
    dispatch: router.dispatch,
    onEvent(listener) {
      listeners.push(listener);
      return () => listeners.splice(listeners.indexOf(listener), 1);
    },
    startAgain: () => undefined,
    quitRequested: new Promise(() => undefined),
    close: async () => undefined,
  };
}

interface Transport {
  readonly name: string;
  readonly application: ReturnType<typeof recordingApplication>;
  readonly bridge: Bridge;
  /** Sends past the bridge, as a compromised page would. */
  send(
    channel: unknown,
    input: unknown,
    frame: { url: string; isTopFrame: boolean },
  ): Promise<Result<unknown>>;
  readonly url: string;
}

async function bundled(entry: string, format: 'iife' | 'cjs'): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: [format], name: 'preload' },
      rollupOptions: { external: ['electron'] },
    },
  });
  const [first] = Array.isArray(output) ? output : [];
  const chunk = first?.output[0];
  if (chunk?.type !== 'chunk') throw new Error('The preload did not build');
  return chunk.code;
}

/** The Electron preload, evaluated as its sandbox would, wired to the real main-process end through a stand-in for Electron's two pipes. */
async function electronTransport(): Promise<Transport> {
  const application = recordingApplication(electronOrigin);
  const url = 'app://wizard/index.html';
  let handler: (event: unknown, channel: unknown, input: unknown) => Promise<Result<unknown>> = async () => {
    throw new Error('nothing handles calls');
  };
  serveCalls(
    {
      handle: (channel, listener) => {
        expect(channel).toBe(invokeChannel);
        handler = listener as typeof handler;
      },
    },
    application,
  );
  const send = (channel: unknown, input: unknown, frame: { url: string; isTopFrame: boolean }) =>
    handler({ senderFrame: { url: frame.url, parent: frame.isTopFrame ? null : {} } }, channel, input);
  let bridge: Bridge | undefined;
  const eventListeners: ((event: unknown, name: string, payload: unknown) => void)[] = [];
  const electron = {
    ipcRenderer: {
      invoke: (_pipe: string, channel: unknown, input: unknown) =>
        send(channel, structuredClone(input), { url, isTopFrame: true }),
      on: (pipe: string, listener: (typeof eventListeners)[number]) => {
        expect(pipe).toBe(eventChannel);
        eventListeners.push(listener);
      },
      off: () => undefined,
    },
    contextBridge: {
      exposeInMainWorld: (_name: string, value: Bridge) => {
        bridge = value;
      },
    },
  };
  sendEvents(
    {
      isDestroyed: () => false,
      send: (_pipe: string, ...data: unknown[]) => {
        for (const listener of eventListeners) listener({}, data[0] as string, data[1]);
      },
    },
    application,
  );
  const code = await bundled('src-main/hosts/electron/preload.ts', 'cjs');
  vm.runInNewContext(code, { require: () => electron, exports: {}, module: { exports: {} } });
  if (bridge === undefined) throw new Error('The preload exposed nothing');
  return { name: 'Electron IPC', application, bridge, send, url };
}

/** The browser preload in a bare page, wired to the real page channel. */
async function browserTransport(): Promise<Transport> {
  const application = recordingApplication(browserOrigin);
  const url = 'https://app.local/';
  const page: Record<string, unknown> = {};
  const answers = new Map<number, (result: Result<unknown>) => void>();
  const channel = createPageChannel(application, async (text) => {
    const message = JSON.parse(text) as { id?: number; answer?: Result<unknown> };
    const own = message.id === undefined ? undefined : answers.get(message.id);
    if (own !== undefined && message.answer !== undefined) own(message.answer);
    else (page[receiverName] as (received: string) => void)(text);
  });
  page[bindingName] = (text: string) => void channel.receive(text, { url, isTopFrame: true });
  vm.runInNewContext(await bundled('src-main/hosts/browser/preload.ts', 'iife'), page);
  let lastId = 1_000_000;
  return {
    name: 'DevTools binding',
    application,
    bridge: page.offlineBackup as Bridge,
    url,
    send: (called, input, frame) =>
      new Promise((resolve) => {
        lastId += 1;
        answers.set(lastId, resolve);
        void channel.receive(JSON.stringify({ id: lastId, channel: called, input }), frame);
      }),
  };
}

function callBridge(bridge: Bridge, name: CallName, input: unknown): Promise<Result<unknown>> {
  const [group = '', verb = ''] = name.split('.');
  const groups = bridge as unknown as Record<
    string,
    Record<string, (value: unknown) => Promise<Result<unknown>>>
  >;
  const call = groups[group]?.[verb];
  if (call === undefined) throw new Error(`The bridge lacks ${name}`);
  return call(input);
}

describe.each([
  ['Electron IPC', electronTransport],
  ['DevTools binding', browserTransport],
] as const)('contract over %s', (_name, open) => {
  let transport: Transport;
  beforeAll(async () => {
    transport = await open();
  });

  it.each([...callNames])('%s: valid input reaches its handler, every other kind does not', async (name) => {
    const { application, bridge } = transport;
    const valid = sampleOf(calls[name].input);
    application.received.length = 0;
    expect(await callBridge(bridge, name, valid)).toEqual({ ok: true, value: sampleOf(calls[name].output) });
    expect(application.received).toEqual([[name, valid]]);
    application.received.length = 0;
    const refusals: readonly [unknown, string][] = [
      [{ ...(valid as object), surplus: 1 }, 'ipc.invalidInput'],
      ['text', 'ipc.invalidInput'],
      [null, 'ipc.invalidInput'],
      [[], 'ipc.invalidInput'],
      [{ ...(valid as object), padding: 'x'.repeat(maximumInputCharacters) }, 'ipc.tooLarge'],
    ];
    for (const [input, code] of refusals) {
      expect(await callBridge(bridge, name, input)).toMatchObject({ ok: false, error: { code } });
    }
    for (const member of Object.keys(valid as object)) {
      const damaged = { ...(valid as object), [member]: { unexpected: true } };
      expect(await callBridge(bridge, name, damaged)).toMatchObject({
        ok: false,
        error: { code: 'ipc.invalidInput' },
      });
    }
    expect(application.received).toEqual([]);
  });

  it.each(['', 'jobs', 'jobs.nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'refuses the channel %j',
    async (channel) => {
      expect(await transport.send(channel, {}, { url: transport.url, isTopFrame: true })).toMatchObject({
        ok: false,
        error: { code: 'ipc.unknownChannel' },
      });
    },
  );

  it('refuses frames that are not our top frame', async () => {
    for (const frame of [
      { url: transport.url, isTopFrame: false },
      { url: 'https://example.com/', isTopFrame: true },
      { url: 'about:blank', isTopFrame: true },
    ]) {
      expect(await transport.send('jobs.list', {}, frame)).toMatchObject({
        ok: false,
        error: { code: 'ipc.untrustedSender' },
      });
    }
    expect(transport.application.received.filter(([name]) => name === 'jobs.list')).toEqual([]);
  });

  it('brings events to subscribers of that name only', async () => {
    const onTask = vi.fn();
    const onDisks = vi.fn();
    transport.bridge.events['disks.changed'](onDisks);
    transport.bridge.events['job.removed'](onTask);
    for (const listener of transport.application.listeners)
      listener('disks.changed', { at: '2026-11-21T12:00:00.000Z' });
    await vi.waitFor(() => expect(onDisks).toHaveBeenCalledWith({ at: '2026-11-21T12:00:00.000Z' }));
    expect(onTask).not.toHaveBeenCalled();
  });
});

describe('preload bundles', () => {
  it('carry no schema library and no Node', async () => {
    for (const [entry, format] of [
      ['src-main/hosts/electron/preload.ts', 'cjs'],
      ['src-main/hosts/browser/preload.ts', 'iife'],
    ] as const) {
      const code = await bundled(entry, format);
      expect(code).not.toMatch(/ZodObject|node:/);
      expect(code.length).toBeLessThan(20_000);
    }
    expect(await readFile('src-main/hosts/electron/preload.ts', 'utf8')).toContain('contextBridge');
  });
});
