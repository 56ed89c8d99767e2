/** @file A set for more drives than one import job takes: both import jobs through Shipping, the datacenter and Monitor into the vault. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createKeyStream } from '../../bench/corpora/random.ts';
import { composeApplication } from '../../src-main/hosts/compose.ts';
import type { Journey } from '../../src-main/hosts/console/journey-context.ts';
import { runCreateJob, runImport, runShipping } from '../../src-main/hosts/console/journey-datacenter.ts';
import { isIdentical, runRecover } from '../../src-main/hosts/console/journey-recover.ts';
import { runStaging } from '../../src-main/hosts/console/journey-staging.ts';
import { parsePracticeOptions } from '../../src-main/hosts/console/practice-options.ts';
import { createInProcessClient, type InProcessClient } from '../../src-main/hosts/in-process-client.ts';
import { browserOrigin } from '../../src-main/ipc/origin.ts';
import { createMemorySecretStore } from '../../src-main/platform/node/memory-secret-store.ts';
import { emptyInitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { SoakCase, SoakContext, SoakOutcome } from '../common/soak-case.ts';

const mebibyte = 1024 * 1024;
/** What ten drives of this size take is less than the source, what twelve take is more. */
const driveBytes = 6 * mebibyte;
const sourceBytes = 42 * mebibyte;

/** The terminal's journey with one job; says nothing. */
function journeyOf(client: InProcessClient, folder: string, { id }: JobSnapshot): Journey {
  const options = parsePracticeOptions([]);
  if (typeof options === 'string') throw new Error(options);
  const inFolder = (name: string): string => path.join(folder, name);
  const quiet = (): void => undefined;
  return {
    client,
    options: { ...options, driveSizeBytes: driveBytes },
    folders: {
      work: folder,
      source: inFolder('source'),
      staging: inFolder('staging'),
      recovered: inFolder('recovered'),
    },
    passphrase: 'correct horse battery staple',
    progress: { step: quiet, note: quiet, update: quiet, finish: quiet },
    say: () => '',
    phases: [],
    jobId: id,
    job: () => client.call('jobs.get', { jobId: id }),
  };
}

/** Erases drives as an operator confirms them, and prepares them to the end. */
async function prepare(client: InProcessClient, { id: jobId }: JobSnapshot, numbers: readonly number[]) {
  const { disks } = await client.call('prepareDisks.listDisks', { jobId });
  const chosen = [];
  for (const number of numbers) {
    const serial = `PRACTICE${String(number).padStart(4, '0')}`;
    const diskId = disks.find(({ facts }) => facts.identity.serial === serial)?.facts.id;
    if (diskId === undefined) throw new Error(`No drive ${serial}`);
    const { challengeId } = await client.call('prepareDisks.requestErase', { jobId, diskId });
    const typedText = serial.slice(-4);
    const { eraseTicket } = await client.call('prepareDisks.confirmErase', { challengeId, typedText });
    chosen.push({ diskId, eraseTicket });
  }
  const { taskId } = await client.call('prepareDisks.start', { jobId, disks: chosen });
  const { state, error } = await client.followTask(taskId, () => undefined);
  if (state !== 'completed') throw new Error(`Preparing drives ended ${state} ${JSON.stringify(error)}`);
}

async function createShipAndImport(journey: Journey): Promise<JobSnapshot> {
  await runCreateJob(journey);
  await runShipping(journey);
  await runImport(journey);
  return journey.job();
}

/** What moving a job to the vault is refused with; empty when it is not refused. */
const refusalOf = (client: InProcessClient, { id: jobId }: JobSnapshot): Promise<string> =>
  client.call('monitor.moveToVault', { jobId }).then(
    () => '',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

const serialsOf = ({ monitor }: JobSnapshot): string =>
  (monitor?.drives ?? [])
    .map(({ driveId }) => driveId)
    .sort()
    .join(' ');

/** Compares what has to be with what is. */
function expectSame(faults: string[], what: string, found: unknown, wanted: unknown): void {
  if (found !== wanted) faults.push(`${what}: ${found} instead of ${wanted}`);
}

async function runJourney(client: InProcessClient, folder: string): Promise<readonly string[]> {
  const faults: string[] = [];
  await client.call('account.signIn', { cloudId: 'practice', method: 'browser' });
  const created = await client.call('jobs.create', { cloudId: 'practice' });
  const items = [{ path: path.join(folder, 'source'), kind: 'folder' as const }];
  await client.call('initiate.saveDraft', { jobId: created.id, draft: { ...emptyInitiateDraft(), items } });
  const first = journeyOf(client, folder, created);
  await runStaging(first);
  await prepare(client, created, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const found = (await client.call('jobs.list', {})).find((job) => job.package?.number === 2);
  if (found === undefined) return ['no second job'];
  const second = journeyOf(client, folder, found);
  await prepare(client, found, [11, 12]);

  const firstImported = await createShipAndImport(first);
  expectSame(faults, 'drives of the first', firstImported.monitor?.drives.length, 10);
  expectSame(faults, 'vault too early', await refusalOf(client, created), 'vault.importNotFinished');
  const secondImported = await createShipAndImport(second);
  expectSame(faults, 'name', secondImported.importJob?.name, `${firstImported.importJob?.name}-2`);
  expectSame(faults, 'drives of the second', serialsOf(secondImported), 'PRACTICE0011 PRACTICE0012');
  expectSame(faults, 'vault from the second', await refusalOf(client, found), 'job.wrongPhase');

  const { taskId } = await client.call('monitor.moveToVault', { jobId: created.id });
  const { state } = await client.followTask(taskId, () => undefined);
  expectSame(faults, 'move to the vault', state, 'completed');
  expectSame(faults, 'recovered like the source', isIdentical(await runRecover(first)), true);
  return faults;
}

async function runRound(folder: string, seed: number): Promise<readonly string[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'source'), { recursive: true });
  writeFileSync(
    path.join(folder, 'source', 'archive.bin'),
    createKeyStream(`further job ${seed}`)(sourceBytes),
  );
  const application = await composeApplication({
    host: 'console',
    version: '0.0.0',
    origin: browserOrigin,
    dataFolder: path.join(folder, 'app'),
    secrets: createMemorySecretStore(),
    power: { block: () => () => undefined },
    notifier: { notify: () => undefined },
    openLink: async () => undefined,
    practiceDrives: { count: 12, sizeBytes: driveBytes },
  });
  try {
    return await runJourney(createInProcessClient(application), folder);
  } finally {
    await application.close();
  }
}

async function runFurtherJob({ count, seed, workFolder, say, keep }: SoakContext): Promise<SoakOutcome> {
  const faults: string[] = [];
  const folder = path.join(workFolder, 'round');
  const outcomeOf = (done: number): SoakOutcome => ({
    done,
    faults,
    figures: { 'sets in two import jobs': done, 'source of each, MB': (sourceBytes / 1e6).toFixed(1) },
  });
  for (let round = 1; round <= count; round += 1) {
    const found = await runRound(folder, seed + round).catch((error: unknown) => [String(error)]);
    faults.push(...found.map((fault) => `round ${round}: ${fault}`));
    say(`round ${round}: ${found.length === 0 ? 'both import jobs are in the vault' : found.join('; ')}`);
    await keep(outcomeOf(round));
    if (found.length > 0) return outcomeOf(round);
  }
  rmSync(folder, { recursive: true, force: true });
  return outcomeOf(count);
}

export const furtherJob: SoakCase = {
  name: 'further-job',
  purpose: 'a set for twelve drives: two import jobs, two parcels, one vault',
  defaultCount: 1,
  run: runFurtherJob,
};
