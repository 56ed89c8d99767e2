/** @file Initiate, as an operator would fill it in, and Back Up. */
import { mkdir } from 'node:fs/promises';
import type { InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { defaultVolumeBytes, emptyInitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { InProcessClient } from '../in-process-client.ts';
import { followToTheEnd, type Journey } from './journey-context.ts';
import type { PracticeOptions } from './practice-options.ts';

const mebibyte = 1024 ** 2;
export const leastDriveBytes = 256 * mebibyte;
export const practiceJobName = 'seed-practice';

/** Volumes of a quarter of a drive at most, so that a drive takes several; a whole number of mebibytes. */
function volumeBytesFor(options: PracticeOptions): number {
  const quarter = Math.floor((options.driveSizeBytes ?? leastDriveBytes) / 4 / mebibyte) * mebibyte;
  return Math.min(defaultVolumeBytes, Math.max(mebibyte, quarter));
}

/** First of a list, or the sentence that the practice directory is not as it should be. */
function first<Value>(values: readonly Value[], what: string): Value {
  const [value] = values;
  if (value === undefined)
    throw new AppError({ kind: 'environment', code: 'practice.stateDamaged', params: { what } });
  return value;
}

/** Fills the five boxes from the pickers, as the page does after sign-in. */
export async function fillDraft(journey: Journey): Promise<InitiateDraft> {
  const { client, folders, jobId, options } = journey;
  const subscription = first(await client.call('initiate.subscriptions', { jobId }), 'subscription');
  const accounts = await client.call('initiate.storageAccounts', { jobId, subscriptionId: subscription.id });
  const account = first(
    accounts.filter(({ blocker }) => blocker === undefined),
    'storage account',
  );
  const vault = first(
    await client.call('initiate.vaults', { jobId, subscriptionId: subscription.id }),
    'vault',
  );
  return {
    ...emptyInitiateDraft(),
    items: [{ path: folders.source, kind: 'folder' }],
    volumeBytes: volumeBytesFor(options),
    offlineDetails: {
      stagingLocation: folders.staging,
      storageAccount: account.name,
      container: practiceJobName,
      subscriptionId: subscription.id,
      importJobName: practiceJobName,
      resourceGroup: account.resourceGroup,
      region: account.region,
      vaultName: vault.name,
      vaultResourceGroup: vault.resourceGroup,
    },
  };
}

/** Runs the prerequisite list and presses every Fix. */
async function fixReadiness(client: InProcessClient, journey: Journey): Promise<void> {
  const { jobId, progress, say } = journey;
  let results = await client.call('initiate.readiness', { jobId });
  for (const { id } of results.filter(({ state, canFix }) => state === 'fail' && canFix)) {
    progress.note(say('console.fixing', { what: say(`readiness.${id}.title`) }));
    results = await client.call('initiate.fixReadiness', { jobId, checkId: id });
  }
  const failing = results.filter(({ state }) => state === 'fail');
  for (const { id, finding } of failing)
    progress.note(say('console.notReady', { what: say(`readiness.${id}.title`), finding }));
}

/** Signs in, fills the draft, writes the staging location. */
export async function runStaging(journey: Journey): Promise<void> {
  const { client, folders, jobId, passphrase, progress, say } = journey;
  progress.step(say('console.step.initiate'));
  await mkdir(folders.staging, { recursive: true });
  await client.call('initiate.saveDraft', { jobId, draft: await fillDraft(journey) });
  await fixReadiness(client, journey);
  await followToTheEnd(journey, 'staging', () => client.call('initiate.backUp', { jobId, passphrase }));
  const { staging } = await journey.job();
  if (staging === undefined) return;
  const { files, sourceBytes, volumes, stagedBytes, skippedFiles } = staging;
  progress.note(say('console.staged', { files, sourceBytes, volumes, stagedBytes, skippedFiles }));
}
