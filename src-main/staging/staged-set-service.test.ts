import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { JobPhase, StagingRecord } from '../../src-shared/domain/job.ts';
import { createFileJobStore } from '../jobs/file-job-store.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { TaskRegistry } from '../jobs/task-control.ts';
import { createTaskRegistry } from '../jobs/task-registry.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { createInitiateService } from './initiate-service.ts';
import { readSpeedLimit } from './speed-limit-cell.ts';
import { createStagedSetService, type StagedSetService } from './staged-set-service.ts';
import { backUp, draftFor, mebibyte, passphrase, service, temporaryPlace } from './testing/test-service.ts';

const log = createSilentLog();
const clock = { now: () => new Date('2026-11-21T10:00:00.000Z'), sleep: async () => undefined };
const volume = 'seed-fs01-000001.BaseBlob';
const newPassphrase = 'another lantern at the harbour';
let made: ReturnType<typeof temporaryPlace>;
let record: StagingRecord;
let root = '';
let jobs: JobStore;
let tasks: TaskRegistry;
let stagedSet: StagedSetService;

beforeAll(async () => {
  made = temporaryPlace();
  writeFileSync(join(made.source, 'a'), Buffer.alloc(2 * mebibyte, 'many words '));
  record = await backUp(made.staging, [made.source]);
});
afterAll(() => rmSync(made.root, { recursive: true, force: true }));
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'staged-set-test-'));
  cpSync(made.staging, join(root, 'staging'), { recursive: true });
  jobs = await createFileJobStore({ folder: join(root, 'jobs'), clock, log });
  tasks = createTaskRegistry({ log, power: { block: () => () => undefined } });
  stagedSet = createStagedSetService({ jobs, tasks, staging: service, clock });
});
afterEach(async () => {
  await tasks.close();
  await jobs.close();
  rmSync(root, { recursive: true, force: true });
});

async function jobIn(phase: JobPhase): Promise<JobId> {
  const stagingPath = join(root, 'staging');
  const draft = draftFor(stagingPath, [made.source]);
  const staging = { ...record, stagingPath };
  const base = { role: 'source', cloudId: 'practice', machineName: 'fs01', draft, phase } as const;
  return (await jobs.create(phase === 'draft' ? base : { ...base, staging })).id;
}

function spoil(file: string, position: number): void {
  const path = join(root, 'staging', file);
  const bytes = readFileSync(path);
  bytes[position] = (bytes[position] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('checking the staging location', () => {
  it.each([
    ['without the passphrase, checksums are compared', undefined],
    ['with it, every block is authenticated', passphrase],
  ])('%s, and the outcome stands in the record', async (_case, typed) => {
    const jobId = await jobIn('staged');
    const task = await tasks.finished(await stagedSet.verify(jobId, typed));
    expect(task).toMatchObject({ kind: 'verifyStaging', state: 'completed' });
    expect(jobs.get(jobId).staging?.check).toEqual({
      finishedAt: clock.now().toISOString(),
      withPassphrase: typed !== undefined,
      volumes: record.volumes,
      bytes: record.stagedBytes,
      damaged: [],
      damagedCount: 0,
    });
  });

  it('names what is damaged and what is missing, and can be done again', async () => {
    const jobId = await jobIn('prepared');
    spoil(volume, 5000);
    const damaged = await tasks.finished(await stagedSet.verify(jobId, undefined));
    expect(damaged).toMatchObject({
      state: 'completedWithWarnings',
      warnings: [{ code: 'staged.damaged', path: volume }],
    });
    expect(jobs.get(jobId).staging?.check?.damaged).toEqual([{ file: volume, state: 'damaged' }]);
    renameSync(join(root, 'staging', volume), join(root, 'elsewhere'));
    await tasks.finished(await stagedSet.verify(jobId, undefined));
    expect(jobs.get(jobId).staging?.check?.damaged).toEqual([{ file: volume, state: 'missing' }]);
  });

  it('asks again for a wrong passphrase before a task begins', async () => {
    const jobId = await jobIn('staged');
    await expect(stagedSet.verify(jobId, 'surely not the right one')).rejects.toMatchObject({
      code: 'staging.passphraseWrong',
      field: 'passphrase',
    });
    expect(tasks.list()).toEqual([]);
  });

  it('says when there is nothing to check', async () => {
    await expect(stagedSet.verify(await jobIn('draft'), undefined)).rejects.toMatchObject({
      code: 'job.wrongPhase',
    });
    await expect(stagedSet.verify(await jobIn('cleanedUp'), undefined)).rejects.toMatchObject({
      code: 'job.wrongPhase',
    });
    const jobId = await jobIn('staged');
    renameSync(join(root, 'staging'), join(root, 'unplugged'));
    await expect(stagedSet.verify(jobId, undefined)).rejects.toMatchObject({ code: 'staging.pathUnknown' });
  });
});

describe('changing the passphrase', () => {
  it('is refused while the files are read, and possible afterwards', async () => {
    const jobId = await jobIn('staged');
    const taskId = await stagedSet.verify(jobId, undefined);
    tasks.pause(taskId);
    await expect(stagedSet.changePassphrase(jobId, passphrase, newPassphrase)).rejects.toMatchObject({
      code: 'staging.passphraseBusy',
    });
    tasks.resume(taskId);
    await tasks.finished(taskId);
    await stagedSet.changePassphrase(jobId, passphrase, newPassphrase);
    const checked = await tasks.finished(await stagedSet.verify(jobId, newPassphrase));
    expect(checked.state).toBe('completed');
  });

  it('is refused between the drives of a session, whose copies have to be alike', async () => {
    const jobId = await jobIn('preparing');
    await expect(stagedSet.changePassphrase(jobId, passphrase, newPassphrase)).rejects.toMatchObject({
      code: 'staging.passphraseBusy',
    });
  });
});

it('hands a changed speed to a backup that runs', async () => {
  const jobId = await jobIn('draft');
  const { promise: begun, resolve: begin } = Promise.withResolvers<SharedArrayBuffer | undefined>();
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const initiate = createInitiateService({
    ...{ jobs, tasks },
    staging: {
      ...service,
      async backUp(request) {
        begin(request.speedLimit);
        await held;
        return record;
      },
    },
  });
  const draft = jobs.get(jobId).draft;
  const offlineDetails = {
    ...draft.offlineDetails,
    storageAccount: 'contososeed01',
    container: 'seed-fs01',
    subscriptionId: '8d1f0c7a-54b1-4a37-9f1e-0c5a4d1be901',
  };
  await initiate.saveDraft(jobId, { ...draft, offlineDetails });
  const taskId = initiate.backUp(jobId, passphrase);
  const memory = await begun;
  if (memory === undefined) throw new Error('no limit was handed over');
  expect(readSpeedLimit(memory)).toEqual({});
  const wholeDay = { workDays: [], workHours: { from: '00:00', to: '00:00' }, backgroundMode: true };
  const speed = { ...wholeDay, otherBytesPerSecond: 12_500_000 };
  expect((await initiate.setSpeed(jobId, speed)).draft.speed).toEqual(speed);
  expect(readSpeedLimit(memory)).toEqual({ bytesPerSecond: 12_500_000, cpuShare: 0.5 });
  letGo();
  expect((await tasks.finished(taskId)).state).toBe('completed');
  expect(jobs.get(jobId).draft.speed).toEqual(speed);
  initiate.close();
});
