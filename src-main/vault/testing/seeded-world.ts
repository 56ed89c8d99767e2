/** @file A staged seed that a datacenter imported, for tests of the vault: real staging, real blobs, real job record. */
import { cp, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyInitiateDraft, type InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import type { StagingRecord } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { createFileJobStore } from '../../jobs/file-job-store.ts';
import type { TaskRegistry } from '../../jobs/task-control.ts';
import { createTaskRegistry } from '../../jobs/task-registry.ts';
import { sampleImportJob } from '../../jobs/testing/sample-job.ts';
import { createSilentLog } from '../../platform/node/silent-log.ts';
import { createSystemClock } from '../../platform/node/system-clock.ts';
import { createStagingService } from '../../staging/staging-service.ts';
import { createRecoverService } from '../recover-service.ts';
import { createVaultService } from '../vault-service.ts';
import type { TestAzurite } from './azurite.ts';

export const passphrase = 'correct horse battery staple forever';

/** Files that compress and files that do not, deep and odd names. */
async function writeSource(folder: string): Promise<void> {
  await mkdir(join(folder, 'photos', 'summer 2026'), { recursive: true });
  await mkdir(join(folder, 'empty'));
  await writeFile(join(folder, 'photos', 'summer 2026', 'größe \u{1f600}.txt'), 'hello\n'.repeat(1000));
  await writeFile(join(folder, 'photos', 'a.bin'), pseudoRandom(3 * 1024 * 1024, 7));
  await writeFile(join(folder, 'readme.md'), '# Read me\n');
  for (let index = 0; index < 60; index += 1) {
    await writeFile(join(folder, `note ${index}.txt`), `note ${index}\n`);
  }
  // Whole seconds, which a test can put back exactly.
  for (const path of [join(folder, 'note 5.txt'), folder]) await utimes(path, 1_780_000_000, 1_780_000_000);
}

/** Bytes that do not compress, the same in every run. */
export function pseudoRandom(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[index] = state >>> 16;
  }
  return bytes;
}

const draftFor = (source: string, staging: string): InitiateDraft => ({
  ...emptyInitiateDraft(),
  items: [{ path: source, kind: 'folder' }],
  volumeBytes: 1024 * 1024,
  offlineDetails: {
    ...emptyInitiateDraft().offlineDetails,
    stagingLocation: staging,
    importJobName: 'seed-fs01',
    vaultName: 'Vault-01',
  },
});

async function finished(
  tasks: TaskRegistry,
  taskId: Promise<Parameters<TaskRegistry['get']>[0]>,
): Promise<TaskSnapshot> {
  return tasks.finished(await taskId);
}

/** A staged source, made once and shared: staging it takes a while. */
export interface StagedSeed {
  readonly source: string;
  readonly staging: string;
  readonly draft: InitiateDraft;
  readonly record: StagingRecord;
}

/** @param folder empty folder */
export async function stageSeed(folder: string): Promise<StagedSeed> {
  const log = createSilentLog();
  const [source, staging] = [join(folder, 'source'), join(folder, 'staging')];
  await mkdir(source);
  await mkdir(staging);
  await writeSource(source);
  const tasks = createTaskRegistry({ log, power: { block: () => () => undefined } });
  const service = createStagingService({ log, clock: createSystemClock(), machineName: 'FS 01' });
  const draft = draftFor(source, staging);
  let record: StagingRecord | undefined;
  const task = tasks.start(
    { kind: 'staging', title: 'seed', phases: ['transferringData'], canPause: true, canStop: true },
    async (control) => {
      record = await service.backUp({ draft, passphrase, jobDetails: {} }, control);
    },
  );
  const { error } = await tasks.finished(task);
  if (record === undefined) throw new Error(`Staging ended as ${JSON.stringify(error)}`);
  return { source, staging, draft, record };
}

/**
 * Puts every file of a staged seed into the import container, as the datacenter does, with a job record to match.
 * @param folder empty folder; gets a copy of staging that the test may spoil
 */
export async function createSeededWorld(
  folder: string,
  seed: StagedSeed,
  azurite: TestAzurite,
  container: string,
) {
  const log = createSilentLog();
  let now = new Date('2026-11-28T10:00:00.000Z');
  const clock = { now: () => now, sleep: async () => undefined };
  const [staging, target] = [join(folder, 'staging'), join(folder, 'target')];
  await cp(seed.staging, staging, { recursive: true });
  const jobs = await createFileJobStore({ folder: join(folder, 'jobs'), clock, log });
  const tasks = createTaskRegistry({ log, power: { block: () => () => undefined } });
  const stagingService = createStagingService({ log, clock, machineName: 'FS 01' });

  const importContainer = azurite.service.getContainerClient(container);
  await importContainer.createIfNotExists();
  for (const name of (await readdir(staging)).filter((file) => /Blob$/.test(file))) {
    const content = await readFile(join(staging, name));
    const blob = importContainer.getPageBlobClient(name);
    await blob.create(content.length);
    for (let offset = 0; offset < content.length; offset += 4 * 1024 * 1024) {
      const range = content.subarray(offset, offset + 4 * 1024 * 1024);
      await blob.uploadPages(range, offset, range.length);
    }
  }
  const at = now.toISOString();
  const { id: jobId } = await jobs.create({
    role: 'source',
    cloudId: 'practice',
    machineName: 'FS 01',
    draft: seed.draft,
    phase: 'imported',
    staging: { ...seed.record, stagingPath: staging },
    importJob: { ...sampleImportJob(), container },
    monitor: { state: 'Completed', percentComplete: 100, history: [], drives: [], lastAskedAt: at },
  });
  const options = { jobs, tasks, clock, log, staging: stagingService, azure: azurite.azure };
  const vault = createVaultService({ ...options, dataFolder: join(folder, 'data') });
  const recover = createRecoverService(options);
  return {
    jobs,
    tasks,
    vault,
    recover,
    jobId,
    source: seed.source,
    staging,
    target,
    importContainer,
    vaultContainer: azurite.service.getContainerClient('vault-vault-01'),
    prefix: 'FS-01/seed-fs01/',
    setNow: (moment: string) => {
      now = new Date(moment);
    },
    job: () => jobs.get(jobId),
    /** Resolves with the final state of a task that a service starts. */
    run: (taskId: Promise<Parameters<TaskRegistry['get']>[0]>) => finished(tasks, taskId),
    async close(): Promise<void> {
      await vault.close();
      await recover.close();
      await tasks.close();
      await jobs.close();
      await importContainer.deleteIfExists();
      await azurite.service.getContainerClient('vault-vault-01').deleteIfExists();
    },
  };
}
export type SeededWorld = Awaited<ReturnType<typeof createSeededWorld>>;
