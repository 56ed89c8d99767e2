/** @file For tests: a practice Azure of their own, and the wizard's own services against it with nothing in between replaced. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccountService, createAccountService } from '../azure/account-service.ts';
import { createMemorySecretStore } from '../platform/node/memory-secret-store.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import type { CloudConnection, CloudDirectory } from '../platform/ports/cloud-directory.ts';
import type { SecretStore } from '../platform/ports/secret-store.ts';
import { practiceSubscriptions } from '../practice/azure/resource-manager/state.ts';
import { type StartedPracticeAzure, startPracticeAzure } from '../practice/azure/start-practice-azure.ts';
import { ManualClock } from '../practice/azure/testing.ts';

/** What the person at the browser does. */
export type BrowserHabit = 'agrees' | 'declines' | 'walksAway';

export interface PracticeCloud {
  readonly azure: StartedPracticeAzure;
  readonly clock: ManualClock;
  readonly clouds: CloudDirectory;
  readonly secrets: SecretStore;
  readonly account: AccountService;
  readonly folder: string;
  /** Subscription with usable accounts and a vault. */
  readonly subscriptionId: string;
  browserHabit: BrowserHabit;
  /** How often somebody was led to the sign-in page so far. */
  readonly browserVisits: number;
  /** A second app on the same secrets, as after a restart. */
  newAccountService(): AccountService;
  signIn(): Promise<void>;
  /** Stops and starts the practice Azure; its port differs afterwards. */
  restartAzure(): Promise<void>;
  dispose(): Promise<void>;
}

export async function startPracticeCloud(): Promise<PracticeCloud> {
  const folder = await mkdtemp(join(tmpdir(), 'practice-cloud-'));
  const clock = new ManualClock();
  const start = () => startPracticeAzure({ folder: join(folder, 'azure'), clock, log: createSilentLog() });
  let azure = await start();
  let browserVisits = 0;
  const secrets = createMemorySecretStore();
  const clouds: CloudDirectory = {
    isPractice: true,
    connect: async () =>
      connectionTo(azure, async (url) => {
        browserVisits += 1;
        await visit(url, cloud.browserHabit);
      }),
  };
  const newAccountService = (): AccountService =>
    createAccountService({ clouds, secrets, log: createSilentLog(), defaultCloudId: 'practice' });
  const account = newAccountService();
  const cloud: PracticeCloud = {
    get azure() {
      return azure;
    },
    clock,
    clouds,
    secrets,
    account,
    folder,
    subscriptionId: practiceSubscriptions[0].subscriptionId,
    browserHabit: 'agrees',
    get browserVisits() {
      return browserVisits;
    },
    newAccountService,
    signIn: async () => {
      await account.signIn({ cloudId: 'practice', method: 'browser' });
    },
    restartAzure: async () => {
      await azure.close();
      azure = await start();
    },
    dispose: async () => {
      await azure.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return cloud;
}

function connectionTo(
  azure: StartedPracticeAzure,
  open: CloudConnection['browser']['open'],
): CloudConnection {
  const host = new URL(azure.authority).host;
  return {
    cloudId: 'practice',
    endpoints: {
      authority: azure.authority,
      resourceManager: azure.resourceManager,
      graph: azure.graph,
      storageSuffix: 'localhost',
      portal: azure.authority,
    },
    applicationId: azure.applicationId,
    tenant: azure.tenantId,
    knownAuthorities: [host],
    blobServiceUrl: azure.blobServiceUrl,
    certificateAuthority: azure.certificateAuthority,
    browser: { open },
  };
}

/** Fills in the sign-in page's form and sends it, as a person's click would. */
async function visit(url: URL, habit: BrowserHabit): Promise<void> {
  if (habit === 'walksAway') return;
  if (habit === 'declines') url.searchParams.set('answer', 'no');
  const page = await (await fetch(url)).text();
  const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
  const fields = [...page.matchAll(/name="([^"]+)" value="([^"]*)"/g)];
  const body = new URLSearchParams(fields.map(([, name, value]) => [name ?? '', value ?? '']));
  await fetch(action, { method: 'POST', body, redirect: 'manual' });
}
