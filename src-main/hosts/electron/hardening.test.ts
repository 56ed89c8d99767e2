import type { Session } from 'electron';
import { describe, expect, it, vi } from 'vitest';

type Handler = (...handed: unknown[]) => unknown;

const app = vi.hoisted(() => ({
  enableSandbox: vi.fn(),
  handlers: new Map<string, (...handed: unknown[]) => unknown>(),
  on(event: string, handler: (...handed: unknown[]) => unknown) {
    this.handlers.set(event, handler);
  },
}));
vi.mock('electron', () => ({ app }));

const { hardenApplication, hardenSession } = await import('./hardening.ts');

/** A session that hands back what was registered on it. */
function recordedSession() {
  const handlers: Record<string, Handler> = {};
  const record = (name: string) => (handler: Handler) => {
    handlers[name] = handler;
  };
  const session = {
    setPermissionRequestHandler: record('request'),
    setPermissionCheckHandler: record('check'),
    setDevicePermissionHandler: record('device'),
    webRequest: { onBeforeRequest: record('before') },
  } as unknown as Session;
  return { session, handlers };
}

describe('hardenSession', () => {
  const { session, handlers } = recordedSession();
  hardenSession(session);

  it.each([
    ['clipboard-sanitized-write', true],
    ['clipboard-read', false],
    ['media', false],
    ['geolocation', false],
    ['openExternal', false],
    ['fileSystem', false],
  ])('permission %s is %s for requests and checks alike', (permission, allowed) => {
    const answer = vi.fn();
    handlers.request?.({}, permission, answer);
    expect(answer).toHaveBeenCalledWith(allowed);
    expect(handlers.check?.({}, permission)).toBe(allowed);
  });

  it('denies devices', () => {
    expect(handlers.device?.({ deviceType: 'hid' })).toBe(false);
  });

  it.each([
    ['app://wizard/index.html', false],
    ['https://example.com/', true],
    ['http://127.0.0.1/', true],
    ['app://other/index.html', true],
    ['file:///etc/hosts', true],
    ['ws://localhost/', true],
  ])('request to %s cancelled: %s', (url, cancel) => {
    const answer = vi.fn();
    handlers.before?.({ url }, answer);
    expect(answer).toHaveBeenCalledWith({ cancel });
  });
});

describe('hardenApplication', () => {
  it('turns the sandbox on and lets no contents navigate, redirect, embed or pop up', () => {
    hardenApplication();
    expect(app.enableSandbox).toHaveBeenCalledOnce();
    const handlers = new Map<string, Handler>();
    let openHandler: Handler | undefined;
    app.handlers.get('web-contents-created')?.(
      {},
      {
        on: (event: string, handler: Handler) => handlers.set(event, handler),
        setWindowOpenHandler: (handler: Handler) => {
          openHandler = handler;
        },
      },
    );
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      const preventDefault = vi.fn();
      handlers.get(event)?.({ preventDefault });
      expect(preventDefault, event).toHaveBeenCalledOnce();
    }
    expect(openHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
  });
});
