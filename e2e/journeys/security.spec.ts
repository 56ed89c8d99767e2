/** @file What a script in the page could try, had it got in: everything is tried for real, nothing works. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { contentSecurityPolicy } from '../../src-main/hosts/content-security-policy.ts';
import { callNames } from '../../src-shared/contract/channels.ts';
import { answer } from '../fixtures/contract.ts';
import { expect, startUrl, test } from '../fixtures/wizard.ts';

type Attack = () => unknown;

/**
 * Runs an attack as a script of the page would. DevTools may do more than the policy allows while they run something, so the attack is
 * only handed over by them and runs from a timer.
 * @returns how it ended: what it gave, or the name of what it threw
 */
async function attempt(page: Page, attack: Attack): Promise<string> {
  await page.evaluate(
    `globalThis.attempt = new Promise((resolve) => {
      setTimeout(() => resolve('gave no answer'), 5000);
      setTimeout(() => Promise.resolve().then(${attack.toString()}).then(
        (value) => resolve('gave ' + value), (error) => resolve('threw ' + error.name)), 0);
    })`,
  );
  return page.evaluate(() => (globalThis as unknown as { attempt: Promise<string> }).attempt);
}

/** Attacks by name. Each says `ran` or sets it when it got through; all else is a refusal. They use nothing from outside themselves. */
const codeAttacks: Readonly<Record<string, Attack>> = {
  eval: () => {
    // biome-ignore lint/security/noGlobalEval: tried on purpose.
    return eval('"ran"');
  },
  'a function from text': () => new Function('return "ran"')(),
  'a timer with text': () => {
    setTimeout('globalThis.ran = true' as unknown as () => void, 0);
    return new Promise((resolve) => setTimeout(() => resolve('ran' in globalThis ? 'ran' : 'nothing'), 50));
  },
  'an inline script': () => {
    const script = document.createElement('script');
    script.append('globalThis.ran = true');
    document.head.append(script);
    return 'ran' in globalThis ? 'ran' : 'nothing';
  },
  'an inline handler': () => {
    const button = document.createElement('button');
    button.setAttribute('onclick', 'globalThis.ran = true');
    document.body.append(button);
    button.click();
    button.remove();
    return 'ran' in globalThis ? 'ran' : 'nothing';
  },
  'markup from text': () => {
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="globalThis.ran = true">');
    return 'ran';
  },
  'a script from elsewhere': () =>
    new Promise((resolve) => {
      const makers = (globalThis as unknown as { trustedTypes: { createPolicy(...given: unknown[]): never } })
        .trustedTypes;
      const maker = makers.createPolicy('attack', { createScriptURL: (url: string) => url }) as {
        createScriptURL(url: string): string;
      };
      const script = document.createElement('script');
      script.onload = () => resolve('ran');
      script.onerror = () => resolve('nothing');
      script.src = maker.createScriptURL('https://elsewhere.example/attack.js');
      document.head.append(script);
    }),
  'a worker from a blob': () =>
    new Promise((resolve) => {
      const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
      worker.onmessage = () => resolve('ran');
      worker.onerror = () => resolve('nothing');
    }),
};

const networkAttacks: Readonly<Record<string, Attack>> = {
  fetch: () => fetch('https://elsewhere.example/').then(() => 'ran'),
  'fetch of our own origin': () => fetch('/index.html').then(() => 'ran'),
  XMLHttpRequest: () =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.onload = () => resolve('ran');
      request.onerror = () => resolve('nothing');
      request.open('GET', 'https://elsewhere.example/');
      request.send();
    }),
  WebSocket: () =>
    new Promise((resolve) => {
      const socket = new WebSocket('wss://elsewhere.example/');
      socket.onopen = () => resolve('ran');
      socket.onerror = () => resolve('nothing');
    }),
  EventSource: () =>
    new Promise((resolve) => {
      const source = new EventSource('https://elsewhere.example/');
      source.onopen = () => resolve('ran');
      source.onerror = () => resolve('nothing');
    }),
  'an image': () =>
    new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve('ran');
      image.onerror = () => resolve('nothing');
      image.src = 'https://elsewhere.example/pixel.png';
    }),
  'a style sheet': () =>
    new Promise((resolve) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = 'https://elsewhere.example/attack.css';
      link.onload = () => resolve('ran');
      link.onerror = () => resolve('nothing');
      document.head.append(link);
    }),
  'a form': () => {
    const form = document.createElement('form');
    form.action = 'https://elsewhere.example/';
    form.method = 'post';
    document.body.append(form);
    form.submit();
    form.remove();
    return new Promise((resolve) => setTimeout(() => resolve(location.host), 50));
  },
};

test('the page can do nothing but call the contract', async ({ wizard }) => {
  const { page, folder } = wizard;

  await test.step('served with exactly the production policy', async () => {
    const headers = (await page.reload())?.headers() ?? {};
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    await expect(page.locator('h1')).toBeVisible();
  });

  await test.step('no Node, a frozen bridge of named calls, no way to send anything else', async () => {
    const found = await page.evaluate(() => {
      const page = globalThis as unknown as Record<string, unknown>;
      const bridge = page.offlineBackup as Record<string, Record<string, unknown>>;
      const before = bridge.jobs?.list;
      const tries = [
        () => Object.assign(bridge, { send: () => undefined }),
        () => Object.assign(bridge.jobs ?? {}, { list: () => undefined }),
        () => Object.assign(page, { offlineBackup: {} }),
      ];
      const refused = tries.filter((attack) => {
        try {
          attack();
          return false;
        } catch {
          return true;
        }
      }).length;
      return {
        refused,
        isKept: (page.offlineBackup as typeof bridge).jobs?.list === before,
        isFrozen: [bridge, ...Object.values(bridge)].every(Object.isFrozen),
        names: Object.entries(bridge)
          .filter(([group]) => group !== 'events')
          .flatMap(([group, verbs]) => Object.keys(verbs).map((verb) => `${group}.${verb}`)),
        node: [
          'require',
          'process',
          'module',
          'Buffer',
          'global',
          '__dirname',
          'ipcRenderer',
          'electron',
        ].filter((name) => name in page),
        senders: Object.getOwnPropertyNames(page).filter((name) => /^__offlineBackupSend/.test(name)),
      };
    });
    expect(found).toEqual({
      refused: 3,
      isKept: true,
      isFrozen: true,
      names: expect.arrayContaining([...callNames]),
      node: [],
      senders: [],
    });
    expect(found.names).toHaveLength(callNames.length);
  });

  await test.step('no code from text, from markup or from elsewhere', async () => {
    for (const [name, attack] of Object.entries(codeAttacks))
      expect(await attempt(page, attack), name).toMatch(
        /^(threw (EvalError|TypeError|SecurityError)|gave nothing)$/,
      );
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  });

  await test.step('no request to anywhere: stopped by the policy, before the host has to', async () => {
    for (const [name, attack] of Object.entries(networkAttacks))
      expect(await attempt(page, attack), name).toMatch(
        /^(threw (TypeError|SecurityError)|gave (nothing|app\.local))$/,
      );
    await attempt(page, () => navigator.sendBeacon('https://elsewhere.example/', 'x'));
    const offences = wizard.takeOffences();
    expect(offences.filter((offence) => offence.startsWith('request refused'))).toEqual([]);
    const directives = offences.flatMap((offence) => /directive:? [“"']([\w-]+)/.exec(offence)?.[1] ?? []);
    for (const directive of ['script-src', 'connect-src', 'img-src', 'style-src', 'form-action'])
      expect(directives, offences.join('\n')).toContain(directive);
  });

  await test.step('a frame inside the page is nobody', async () => {
    const bridge = await attempt(page, () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const inside = frame.contentWindow as unknown as typeof globalThis & Record<string, never>;
      const calls = (
        inside as unknown as Record<string, Record<string, Record<string, (input: unknown) => void>>>
      ).offlineBackup;
      calls?.jobs?.create?.({ cloudId: 'practice' });
      return typeof calls;
    });
    expect(bridge).toMatch(/^gave (object|undefined)$/);
    const asked = await wizard
      .app()
      .call('jobs.create', { cloudId: 'practice' }, { url: 'about:blank', isTopFrame: false });
    expect(asked).toMatchObject({ ok: false, error: { code: 'ipc.untrustedSender' } });
    const log = await readFile(path.join(folder, 'app', 'logs', 'wizard.log'), 'utf8');
    expect(log.split('\n').filter((line) => line.includes('untrusted frame refused')).length).toBe(
      bridge === 'gave object' ? 2 : 1,
    );
    expect(await answer(page, 'jobs.list', {})).toEqual([]);
  });

  await test.step('links go out by name, through the system browser; the page itself has none', async () => {
    await page.goto(startUrl);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'Open the Azure portal' }).click();
    await expect
      .poll(() => wizard.app().links)
      .toEqual([expect.stringMatching(/^https:\/\/portal\.azure\.com\//)]);
    expect(page.context().pages()).toHaveLength(1);
    expect(await page.locator('a[href]').count()).toBe(0);
    const named = await page.evaluate(() =>
      (
        globalThis as unknown as { offlineBackup: { app: { openLink(input: unknown): Promise<unknown> } } }
      ).offlineBackup.app.openLink({
        link: 'https://elsewhere.example/',
      }),
    );
    expect(named).toMatchObject({ ok: false, error: { code: 'ipc.invalidInput' } });
    expect(wizard.app().links).toHaveLength(1);
  });

  await test.step('a navigation elsewhere is refused by the host, and the page stays', async () => {
    wizard.takeOffences();
    await page.evaluate(() => {
      setTimeout(() => location.assign('https://elsewhere.example/'), 0);
    });
    await expect.poll(() => wizard.offences).toContain('request refused: GET https://elsewhere.example/');
    wizard.takeOffences();
    // The browser shows its own page about the refusal meanwhile, which may cut the first try off.
    await expect(async () => void (await page.goto(startUrl))).toPass({ timeout: 10_000 });
    await expect(page.locator('h1')).toBeVisible();
    // What the browser still says about the refused page is part of it.
    wizard.takeOffences();
  });
});
