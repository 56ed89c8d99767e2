import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { DriveImport } from '../../src-shared/domain/import-status.ts';
import { emptyInitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import type { ImportJobView } from '../azure/import-job-service.ts';
import { createFileJobStore } from '../jobs/file-job-store.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { sampleDrive, sampleImportJob, sampleStaging } from '../jobs/testing/sample-job.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { startTestAzurite, type TestAzurite } from '../vault/testing/azurite.ts';
import { blobPathOf, createBlobReader } from './blob-reader.ts';
import { createMonitorService, type MonitorService } from './monitor-service.ts';

const password = '466895-217492-569250-069608-104434-135707-527241-083622';
let azurite: TestAzurite;
let azuriteFolder = '';
beforeAll(async () => {
  azuriteFolder = await mkdtemp(join(tmpdir(), 'monitor-azurite-'));
  azurite = await startTestAzurite(azuriteFolder);
});
afterAll(async () => {
  await azurite.close();
  await rm(azuriteFolder, { recursive: true, force: true });
});

let folder = '';
let jobs: JobStore;
let monitor: MonitorService;
let job: JobSnapshot;
let view: ImportJobView;
let now = new Date('2026-11-25T10:00:00.000Z');
let asked = 0;
const heard: string[] = [];

const drive = (parts: Partial<DriveImport> = {}): DriveImport => ({
  driveId: 'ZX1A2B3C',
  state: 'Specified',
  copyStatus: '',
  percentComplete: 0,
  bytesSucceeded: 0,
  errorLogUri: '',
  verboseLogUri: '',
  manifestUri: '',
  ...parts,
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'monitor-'));
  const clock = { now: () => now, sleep: async () => undefined };
  jobs = await createFileJobStore({ folder: join(folder, 'jobs'), clock, log: createSilentLog() });
  job = await jobs.create({
    role: 'source',
    cloudId: 'practice',
    machineName: 'fs01',
    draft: emptyInitiateDraft(),
    phase: 'jobCreated',
    staging: sampleStaging(join(folder, 'staging')),
    drives: [sampleDrive()],
    importJob: sampleImportJob(),
  });
  view = {
    name: 'seed-fs01',
    resourceGroup: 'seeding',
    location: 'westus',
    storageAccountId: '',
    state: 'Creating',
    percentComplete: 0,
    cancelRequested: false,
    drives: [drive()],
    manifestHashes: new Map(),
    shipTo: sampleImportJob().shipTo,
    deliveryTrackingNumber: '',
    createdAt: undefined,
  };
  asked = 0;
  heard.length = 0;
  monitor = createMonitorService({
    jobs,
    importJobs: {
      async get() {
        asked += 1;
        return view;
      },
      recoveryPasswords: async () => new Map([['ZX1A2B3C', password]]),
    },
    blobs: createBlobReader(azurite.azure.blobService),
    clock,
    log: createSilentLog(),
    notifier: { notify: ({ title }) => heard.push(title) },
    translate: (key, { name }) => `${key} ${name}`,
    logFolder: join(folder, 'logs'),
    appVersion: '0.1.0',
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await monitor.close();
  await rm(folder, { recursive: true, force: true });
});

async function see(state: string, at: string, parts: Partial<ImportJobView> = {}): Promise<JobSnapshot> {
  view = { ...view, ...parts, state };
  now = new Date(at);
  return monitor.refresh(job.id);
}

test('states become a history with times, the phase moves on, the operator hears of what matters', async () => {
  await see('Creating', '2026-11-25T10:00:00.000Z');
  expect(jobs.get(job.id).phase).toBe('jobCreated');
  await see('Shipping', '2026-11-26T10:00:00.000Z');
  await see('Shipping', '2026-11-27T10:00:00.000Z');
  expect(jobs.get(job.id).phase).toBe('shipped');
  await see('Received', '2026-11-28T10:00:00.000Z');
  await see('Transferring', '2026-11-29T10:00:00.000Z', {
    percentComplete: 40,
    drives: [drive({ state: 'Transferring', percentComplete: 40 })],
  });
  expect(jobs.get(job.id).monitor).toMatchObject({ percentComplete: 40, drives: [{ percentComplete: 40 }] });
  const done = await see('Completed', '2026-12-02T10:00:00.000Z', { percentComplete: 100 });
  expect(done.phase).toBe('imported');
  expect(done.monitor?.history).toEqual([
    { state: 'Creating', seenAt: '2026-11-25T10:00:00.000Z' },
    { state: 'Shipping', seenAt: '2026-11-26T10:00:00.000Z' },
    { state: 'Received', seenAt: '2026-11-28T10:00:00.000Z' },
    { state: 'Transferring', seenAt: '2026-11-29T10:00:00.000Z' },
    { state: 'Completed', seenAt: '2026-12-02T10:00:00.000Z' },
  ]);
  expect(done.monitor?.lastAskedAt).toBe('2026-12-02T10:00:00.000Z');
  expect(heard).toEqual([
    'notifications.import.Received.title seed-fs01',
    'notifications.import.Completed.title seed-fs01',
  ]);
});

test('Closed keeps the job shipped, an unknown state is kept as it is, and nothing moves back', async () => {
  expect((await see('Closed', '2026-12-02T10:00:00.000Z')).phase).toBe('shipped');
  expect((await see('Teleporting', '2026-12-03T10:00:00.000Z')).monitor?.state).toBe('Teleporting');
  await jobs.update(job.id, 'vault.verified', () => ({ phase: 'vaulted' }));
  expect((await see('Completed', '2026-12-04T10:00:00.000Z')).phase).toBe('vaulted');
});

test('a job without import job cannot be asked about', async () => {
  const { importJob: _importJob, ...draft } = job;
  const other = await jobs.create({ ...pick(draft), phase: 'staged' });
  await expect(monitor.refresh(other.id)).rejects.toMatchObject({ code: 'job.wrongPhase' });
});

const pick = ({
  role,
  cloudId,
  machineName,
  draft,
}: Pick<JobSnapshot, 'role' | 'cloudId' | 'machineName' | 'draft'>) => ({
  role,
  cloudId,
  machineName,
  draft,
});

test('logs are read from the account whatever host their URI names; the verbose one first', async () => {
  const container = azurite.service.getContainerClient('waimportexport');
  await container.createIfNotExists();
  const put = (name: string, text: string) =>
    container.getBlockBlobClient(name).uploadData(Buffer.from(text));
  const log = (status: string) =>
    `<DriveLog><DriveId>ZX1A2B3C</DriveId><Status>${status}</Status></DriveLog>`;
  await put('waies/seed-fs01 error.xml', log('CompletedWithErrors'));
  const uri = 'https://localhost:1/seedacct1/waimportexport/waies/seed-fs01%20error.xml';
  await see('Completed', '2026-12-02T10:00:00.000Z', {
    drives: [drive({ errorLogUri: uri, verboseLogUri: 'x' })],
  });
  expect(await monitor.logs(job.id, 'ZX1A2B3C')).toEqual({
    entries: [expect.objectContaining({ status: 'CompletedWithErrors' })],
    total: 1,
  });
  await put('waies/verbose.xml', log('CompletedWithWarnings'));
  const verboseLogUri = `${container.url}/waies/verbose.xml`;
  await see('Completed', '2026-12-02T11:00:00.000Z', {
    drives: [drive({ errorLogUri: uri, verboseLogUri })],
  });
  expect((await monitor.logs(job.id, 'ZX1A2B3C')).entries[0]?.status).toBe('CompletedWithWarnings');
  await put('waies/verbose.xml', '<html/>');
  await expect(monitor.logs(job.id, 'ZX1A2B3C')).rejects.toMatchObject({ code: 'monitor.logUnreadable' });
  expect(await monitor.logs(job.id, 'unknown')).toEqual({ entries: [], total: 0 });
});

test.each([
  [
    'https://a.blob.core.windows.net/c/d/e.xml',
    'https://a.blob.core.windows.net/',
    { container: 'c', blob: 'd/e.xml' },
  ],
  ['https://localhost:5/acct/c/d%20e', 'https://localhost:9/acct', { container: 'c', blob: 'd e' }],
  ['https://evil.example/c/d', 'https://a.blob.core.windows.net', { container: 'c', blob: 'd' }],
  ['https://a.blob.core.windows.net/c', 'https://a.blob.core.windows.net', undefined],
  ['nonsense', 'https://a.blob.core.windows.net', undefined],
])('%s at %s', (uri, service, expected) => expect(blobPathOf(uri, service)).toEqual(expected));

test('a key is shown for a while, and only for drives of the job', async () => {
  expect(await monitor.revealRecoveryPassword(job.id, 'ZX1A2B3C')).toEqual({
    recoveryPassword: password,
    hideAfterSeconds: 60,
  });
  await expect(monitor.revealRecoveryPassword(job.id, 'other')).rejects.toMatchObject({
    code: 'monitor.keyMissing',
  });
});

test('the support bundle has record, log and versions, and no secrets', async () => {
  await mkdir(join(folder, 'logs'));
  await writeFile(join(folder, 'logs', 'main.log'), `{"msg":"unlock with ${password}"}\n{"msg":"fine"}\n`);
  const path = await monitor.supportBundle(job.id, folder);
  expect((await readdir(path)).sort()).toEqual(['job.json', 'main.log', 'versions.json']);
  const texts = await Promise.all((await readdir(path)).map((name) => readFile(join(path, name), 'utf8')));
  expect(texts.join()).not.toContain('466895');
  expect(texts.join()).toContain('"msg":"fine"');
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({ id: job.id, importJob: { name: 'seed-fs01' } });
  await expect(monitor.supportBundle(job.id, join(folder, 'none'))).rejects.toMatchObject({
    code: 'folder.notFound',
  });
});

test('jobs under way are asked about by themselves, often after the practice clock has jumped', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  /** One look of the poller; the answer is recorded on the real disk meanwhile. */
  const tick = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(2000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const ticksUntil = async (isTrue: () => boolean): Promise<number> => {
    for (let ticks = 1; ticks <= 100; ticks += 1) {
      await tick();
      if (isTrue()) return ticks;
    }
    throw new Error('It never became true');
  };
  monitor.start();
  await ticksUntil(() => jobs.get(job.id).monitor !== undefined);
  await tick();
  expect(asked).toBe(1);
  now = new Date(now.getTime() + 24 * 3_600_000);
  await ticksUntil(() => asked >= 4);
  view = { ...view, state: 'Completed' };
  await ticksUntil(() => jobs.get(job.id).phase === 'imported');
  const afterCompletion = asked;
  for (let round = 0; round < 20; round += 1) await tick();
  expect(asked).toBe(afterCompletion);
});
