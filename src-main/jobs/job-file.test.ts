import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyInitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { createSystemClock } from '../platform/node/system-clock.ts';
import { createFileJobStore } from './file-job-store.ts';
import { exportJobFile, openJobFile } from './job-file.ts';
import type { JobStore } from './job-store.ts';
import { sampleDrive, sampleImportJob, sampleStaging } from './testing/sample-job.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'job-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const store = (name: string): Promise<JobStore> =>
  createFileJobStore({ folder: join(folder, name), clock: createSystemClock(), log: createSilentLog() });

async function stagedJob(jobs: JobStore): Promise<JobSnapshot> {
  const draft = emptyInitiateDraft();
  return jobs.create({
    role: 'source',
    cloudId: 'practice',
    machineName: 'fs01',
    phase: 'staged',
    draft: { ...draft, offlineDetails: { ...draft.offlineDetails, importJobName: 'seed-fs01' } },
    staging: sampleStaging(join(folder, 'staging')),
  });
}

test('a job travels to the copy computer and its news travel back', async () => {
  const source = await store('source');
  const copy = await store('copy');
  const job = await stagedJob(source);
  const path = await exportJobFile(job, folder);
  expect(path).toBe(join(folder, 'seed-fs01.offline-backup.json'));
  const opened = await openJobFile(path, { jobs: copy });
  expect(opened).toMatchObject({ role: 'copy', phase: 'staged', machineName: 'fs01' });
  expect(opened.staging).toEqual(job.staging);
  expect(await openJobFile(path, { jobs: copy })).toEqual(opened);

  const created = await copy.update(opened.id, 'importJob.created', () => ({
    phase: 'jobCreated',
    drives: [sampleDrive()],
    importJob: sampleImportJob(),
  }));
  const back = await exportJobFile(created, folder);
  expect(await readFile(back, 'utf8')).not.toMatch(/recoveryPassword|secret-reference|"rootPath"/);
  const learned = await openJobFile(back, { jobs: source });
  expect(learned).toMatchObject({ id: job.id, role: 'source', phase: 'jobCreated' });
  expect(learned.importJob).toEqual(created.importJob);
  expect(source.list()).toHaveLength(1);
});

test('a file that tells of a drive leaves the key that is kept for it', async () => {
  const copy = await store('copy');
  const job = await stagedJob(copy);
  const preparing = await copy.update(job.id, 'drive.ready', () => ({
    phase: 'preparing',
    drives: [sampleDrive()],
  }));
  const told: JobSnapshot = { ...preparing, phase: 'jobCreated', importJob: sampleImportJob() };
  const learned = await openJobFile(await exportJobFile(told, folder), { jobs: copy });
  expect(learned.phase).toBe('jobCreated');
  expect(learned.drives[0]?.recoveryPasswordRef).toBe(sampleDrive().recoveryPasswordRef);
});

test('an older file does not set a job back', async () => {
  const source = await store('source');
  const job = await stagedJob(source);
  const path = await exportJobFile(job, folder);
  const later = await source.update(job.id, 'vault.verified', () => ({ phase: 'vaulted' }));
  expect(await openJobFile(path, { jobs: source })).toEqual(later);
});

test('before staging is done there is nothing to export', async () => {
  const job = await stagedJob(await store('source'));
  await expect(exportJobFile({ ...job, phase: 'staging' }, folder)).rejects.toMatchObject({
    code: 'job.wrongPhase',
  });
  await expect(exportJobFile(job, join(folder, 'missing'))).rejects.toMatchObject({
    code: 'folder.notFound',
  });
});

test.each([
  ['no JSON', () => '{'],
  ['another format', (text: string) => text.replace('offline-backup-job', 'other')],
  ['a newer version', (text: string) => text.replace('"version": 1', '"version": 2')],
  ['an unknown member', (text: string) => text.replace('"version": 1', '"version": 1, "extra": true')],
  ['a broken set id', (text: string) => text.replace(/"setId": "\w+"/, '"setId": "x"')],
])('%s is refused', async (_name, change) => {
  const path = await exportJobFile(await stagedJob(await store('source')), folder);
  await writeFile(path, change(await readFile(path, 'utf8')));
  const jobs = await store('copy');
  await expect(openJobFile(path, { jobs })).rejects.toMatchObject({
    code: 'job.fileInvalid',
    field: 'path',
  });
  expect(jobs.list()).toEqual([]);
});

test('a missing file is refused', async () => {
  const jobs = await store('copy');
  await expect(openJobFile(join(folder, 'none.json'), { jobs })).rejects.toMatchObject({
    code: 'job.fileInvalid',
  });
});
