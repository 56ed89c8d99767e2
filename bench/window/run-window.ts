/** @file One backup with the wizard's window open on it, watched from inside. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type BrowserHost, startBrowserHost } from '../../src-main/hosts/browser/browser-host.ts';
import { composeApplication } from '../../src-main/hosts/compose.ts';
import { createInProcessClient, type InProcessClient } from '../../src-main/hosts/in-process-client.ts';
import { browserOrigin } from '../../src-main/ipc/origin.ts';
import { createMemorySecretStore } from '../../src-main/platform/node/memory-secret-store.ts';
import { createSilentLog } from '../../src-main/platform/node/silent-log.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { BuiltWindow } from './build-window.ts';
import { traceMainThread } from './main-thread-trace.ts';
import { beginWatch, endWatch, heading, type PageWatch, press } from './page-watch.ts';
import type { WindowRun } from './window-rows.ts';

const jobName = 'seed-window';
const passphrase = 'correct horse battery staple 42';
const patienceMilliseconds = 60_000;

export interface WindowRunRequest {
  readonly round: number;
  /** Emptied before and after. */
  readonly folder: string;
  readonly sources: readonly string[];
  readonly browser: string;
  readonly built: BuiltWindow;
}

/** Evaluates until the answer is something. @throws Error when it stays nothing for a minute */
async function until(window: BrowserHost, expression: string, what: string): Promise<void> {
  for (const end = performance.now() + patienceMilliseconds; performance.now() < end; await pause(100)) {
    const answer = await window.evaluate(expression);
    if (answer !== '' && answer !== false && answer !== undefined) return;
  }
  throw new Error(`The window did not show ${what} within a minute`);
}

/** A job that needs nothing but Back Up. */
async function makeJob(client: InProcessClient, staging: string, sources: readonly string[]): Promise<JobId> {
  const { jobId } = await client.call('practice.startSample', {});
  await client.call('account.signIn', { cloudId: 'practice', method: 'browser' });
  const { draft } = await client.call('jobs.get', { jobId });
  const [subscription] = await client.call('initiate.subscriptions', { jobId });
  const subscriptionId = subscription?.id ?? '';
  const accounts = await client.call('initiate.storageAccounts', { jobId, subscriptionId });
  const account = accounts.find(({ blocker }) => blocker === undefined);
  const offlineDetails = {
    ...draft.offlineDetails,
    ...{ stagingLocation: staging, container: jobName, importJobName: jobName, subscriptionId },
    ...{ storageAccount: account?.name ?? '', resourceGroup: account?.resourceGroup ?? '' },
    region: account?.region ?? '',
  };
  const items = sources.map((source) => ({ path: source, kind: 'folder' as const }));
  await client.call('initiate.saveDraft', { jobId, draft: { ...draft, items, offlineDetails } });
  return jobId;
}

/** Backs up and watches the page until a moment after the end, its list of warnings open. */
async function watchBackUp(client: InProcessClient, window: BrowserHost, jobId: JobId) {
  await until(window, press(jobName), 'the job');
  await pause(2000);
  const endTrace = await traceMainThread(window.devtools);
  await window.evaluate(beginWatch);
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const { taskId } = await client.call('initiate.backUp', { jobId, passphrase });
  const followed = client.followTask(taskId, () => undefined);
  await until(window, press('warning'), 'the warnings');
  const task = await followed;
  await pause(1000);
  delays.disable();
  const page = (await window.evaluate(endWatch)) as PageWatch;
  const work = await endTrace();
  if (!task.state.startsWith('completed')) throw new Error(`The backup ended as ${task.state}`);
  const files = (await client.call('jobs.get', { jobId })).staging?.files ?? 0;
  return { ...page, ...work, mainBlockMilliseconds: delays.max / 1e6, files, warnings: task.warningCount };
}

/** @throws Error when the window or the backup did not come to a good end */
export async function runWindow(request: WindowRunRequest): Promise<WindowRun> {
  const { folder, round, sources, browser, built } = request;
  rmSync(folder, { recursive: true, force: true });
  const staging = path.join(folder, 'staging');
  mkdirSync(staging, { recursive: true });
  const application = await composeApplication({
    host: 'browser',
    version: '0.0.0-bench',
    origin: browserOrigin,
    dataFolder: path.join(folder, 'app'),
    secrets: createMemorySecretStore(),
    power: { block: () => () => undefined },
    notifier: { notify: () => undefined },
    openLink: async () => undefined,
  });
  try {
    const client = createInProcessClient(application);
    const jobId = await makeJob(client, staging, sources);
    const window = await startBrowserHost({
      ...{ application, browser, log: createSilentLog(), headless: true },
      ...built,
    });
    try {
      await until(window, heading, 'a page');
      return { round, ...(await watchBackUp(client, window, jobId)) };
    } finally {
      await window.close();
    }
  } finally {
    await application.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
