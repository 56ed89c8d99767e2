import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, expect, test } from 'playwright/test';
import { canRunElectron, hasDisplay, installedElectron } from '../../scripts/find-electron.ts';
import {
  descendantsOf,
  type ListeningSocket,
  listeningSockets,
  loopbackAddress,
  processesWith,
} from '../fixtures/linux-processes.ts';

let folder: string;
const children: ChildProcess[] = [];
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'offline-backup-e2e-'));
});
test.afterEach(async () => {
  // A window that hangs must not outlive its test.
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** Says what this machine cannot show, in the output and in the report, so that nobody takes it for shown. */
function say(sentence: string): void {
  process.stdout.write(`    ${sentence}\n`);
  test.info().annotations.push({ type: 'not on this machine', description: sentence });
}

interface StartedHost {
  readonly child: ChildProcess;
  readonly processId: number;
  readonly output: () => string;
  readonly exitCode: Promise<number | null>;
}

/** The bundle as `npm start` runs it, its own temporary files below the folder of the test. */
function startHost(): StartedHost {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=DEP0040',
      path.resolve('dist-main', 'browser.js'),
      '--check',
      '--data-folder',
      path.join(folder, 'app'),
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
    },
  );
  children.push(child);
  if (child.pid === undefined) throw new Error('Node did not start');
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, processId: child.pid, output: () => output, exitCode };
}

const windowFolders = async (): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('offline-backup-window-'));

/** Looks at a process and all it started, again and again until it has ended. */
async function watchSockets({ processId, exitCode }: StartedHost) {
  const started = new Set<number>();
  const sockets = new Map<string, ListeningSocket>();
  let hasEnded = false;
  void exitCode.then(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    const descendants = await descendantsOf(processId);
    for (const id of descendants) started.add(id);
    for (const socket of await listeningSockets([processId, ...descendants]))
      sockets.set(`${socket.processId} ${socket.address} ${socket.port}`, socket);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { started: [...started], sockets: [...sockets.values()] };
}

/** Ports of the practice world's addresses, from the file that says how to reach it. */
async function practicePorts(): Promise<ReadonlySet<number>> {
  const text = await readFile(path.join(folder, 'app', 'practice', 'world.json'), 'utf8');
  return new Set(
    [...text.matchAll(/:\/\/(?:localhost|127\.0\.0\.1):(\d+)/g)].map(([, port]) => Number(port)),
  );
}

test('the window of the browser host is the hardened wizard, opens no port, and leaves nothing behind', async () => {
  const host = startHost();
  const isLinux = process.platform === 'linux';
  const seen = isLinux ? await watchSockets(host) : undefined;
  expect(await host.exitCode).toBe(0);
  expect(JSON.parse(host.output())).toEqual({
    title: 'Offline Backup',
    heading: 'Carry the first backup by parcel',
    hasNode: false,
    bridgeIsFrozen: true,
    rawBindingIsGone: true,
    foreignRequestIsRefused: true,
    popUpIsClosed: true,
  });
  expect(await windowFolders(), 'the profile of the window is gone').toEqual([]);
  if (seen === undefined) {
    expect(isLinux).toBe(false);
    say('Which ports are open is read from /proc: on Linux only.');
    return;
  }
  expect(seen.started.length, 'the browser was seen at work').toBeGreaterThan(0);
  // Nobody else can reach the window: the browser listens nowhere, Node only for its own practice world, on loopback.
  const ports = await practicePorts();
  expect(seen.sockets.filter(({ processId }) => processId !== host.processId)).toEqual([]);
  expect(seen.sockets.filter(({ address }) => address !== loopbackAddress)).toEqual([]);
  expect(seen.sockets.filter(({ port }) => !ports.has(port))).toEqual([]);
  expect(seen.sockets.length, 'the practice world was seen at work').toBeGreaterThan(0);
  expect(await processesWith(folder), 'the browser is gone').toEqual([]);
});

test('when Node is killed, the window goes with it', async () => {
  if (process.platform !== 'linux') {
    say('Processes of the window are found through /proc: on Linux only.');
    expect(existsSync('/proc/self/stat')).toBe(false);
    return;
  }
  const host = startHost();
  await expect.poll(async () => (await descendantsOf(host.processId)).length).toBeGreaterThan(3);
  host.child.kill('SIGKILL');
  expect(await host.exitCode).toBe(null);
  await expect.poll(() => processesWith(folder)).toEqual([]);
});

/** Why Electron cannot open a window here; undefined when it can. */
function whyNoElectron(program: string | undefined): string | undefined {
  if (program === undefined) return "Electron's program is not installed: no window of it was tried.";
  if (!canRunElectron()) return 'Electron refuses to run as root: no window of it was tried.';
  if (!hasDisplay()) return 'There is no display: no window of Electron was tried.';
  return undefined;
}

test('the window of Electron is the same hardened wizard, where Electron is installed', async () => {
  const program = installedElectron();
  const reason = whyNoElectron(program);
  if (reason !== undefined) {
    say(reason);
    for (const name of program === undefined ? ['electron', 'electron.exe'] : []) {
      const looked = path.resolve('node_modules', 'electron', 'dist', name);
      expect(existsSync(looked), `nothing at ${looked}`).toBe(false);
    }
    if (program !== undefined) expect(canRunElectron() && hasDisplay()).toBe(false);
    return;
  }
  const electron = await _electron.launch({
    executablePath: program ?? '',
    args: ['.', `--user-data-dir=${path.join(folder, 'electron')}`],
  });
  try {
    const page = await electron.firstWindow();
    await expect(page.locator('h1')).toHaveText('Carry the first backup by parcel', { timeout: 60_000 });
    expect(
      await page.evaluate(async () => ({
        hasNode: 'process' in globalThis || 'require' in globalThis,
        bridgeIsFrozen: Object.isFrozen((globalThis as { offlineBackup?: unknown }).offlineBackup),
        hasBridge: 'offlineBackup' in globalThis,
        foreignRequestIsRefused: await fetch('https://example.com/').then(
          () => false,
          () => true,
        ),
      })),
    ).toEqual({ hasNode: false, bridgeIsFrozen: true, hasBridge: true, foreignRequestIsRefused: true });
    await page.getByRole('button', { name: 'Try it in practice mode' }).click();
    await expect(page.getByRole('navigation', { name: 'Steps of Initiate' })).toBeVisible();
  } finally {
    await electron.close();
  }
});
