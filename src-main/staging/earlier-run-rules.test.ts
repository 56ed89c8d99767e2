import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { createFileJobStore } from '../jobs/file-job-store.ts';
import { createTaskRegistry } from '../jobs/task-registry.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { folderIdentity, refuseOtherFolder } from './earlier-run-rules.ts';
import { createInitiateService } from './initiate-service.ts';
import { draftFor, passphrase, service, temporaryPlace } from './testing/test-service.ts';

let folder = '';
let staging = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earlier-run-'));
  staging = join(folder, 'staging');
  mkdirSync(staging);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function jobOf(parts: Partial<Pick<JobSnapshot, 'phase' | 'stagingFolder'>>): JobSnapshot {
  const draft = { offlineDetails: { stagingLocation: staging, importJobName: 'job-1' } };
  return { phase: 'staging', draft, ...parts } as unknown as JobSnapshot;
}

/** As a share that is unmounted leaves the folder below it. */
function exchangeStaging(): void {
  renameSync(staging, join(folder, 'away'));
  mkdirSync(staging);
}

it('an interrupted backup does not begin anew in another folder that bears the path now', async () => {
  const job = jobOf({ stagingFolder: await folderIdentity(staging) });
  await refuseOtherFolder(job);
  exchangeStaging();
  await expect(refuseOtherFolder(job)).rejects.toMatchObject({
    code: 'staging.earlierGone',
    params: { path: staging, name: 'job-1' },
  });
});

it.each([
  'job-1-run.partial',
  'job-1-000001.BaseBlob',
  'job-1-000001.BaseBlob.partial',
  'job-1.AIBBlob',
  'job-1-descriptor.BaseBlob',
])('goes on where its files are, such as %s, whatever the folder', async (name) => {
  const job = jobOf({ stagingFolder: await folderIdentity(staging) });
  exchangeStaging();
  writeFileSync(join(staging, name), '');
  await refuseOtherFolder(job);
});

it('only an interrupted backup has anything to go on with', async () => {
  const job = jobOf({ phase: 'draft', stagingFolder: await folderIdentity(staging) });
  const older = jobOf({});
  exchangeStaging();
  await refuseOtherFolder(job);
  await refuseOtherFolder(older);
  rmSync(staging, { recursive: true });
  await refuseOtherFolder(jobOf({ stagingFolder: '1:1' }));
});

it('Back Up is refused before anything is written, and begins anew under another name', async () => {
  const place = temporaryPlace();
  const log = createSilentLog();
  const clock = { now: () => new Date(), sleep: async () => undefined };
  const tasks = createTaskRegistry({ log, power: { block: () => () => undefined } });
  const jobs = await createFileJobStore({ folder: join(place.root, 'records'), clock, log });
  try {
    writeFileSync(join(place.source, 'file'), 'content');
    const initiate = createInitiateService({ jobs, tasks, staging: service });
    const plain = draftFor(place.staging, [place.source]);
    const details = {
      storageAccount: 'contososeed01',
      container: 'seedcontainer',
      subscriptionId: '8d1f0c7a-54b1-4a37-9f1e-0c5a4d1be901',
    };
    const draft = { ...plain, offlineDetails: { ...plain.offlineDetails, ...details } };
    const base = { role: 'source', cloudId: 'practice', machineName: 'fs01' } as const;
    const { id } = await jobs.create({ ...base, draft });
    const identity = await folderIdentity(place.staging);
    await jobs.update(id, 'staging.started', () => ({ phase: 'staging', stagingFolder: identity }));
    const away = join(place.root, 'away');
    renameSync(place.staging, away);
    mkdirSync(place.staging);
    expect(await tasks.finished(initiate.backUp(id, passphrase))).toMatchObject({
      error: { code: 'staging.earlierGone', params: { path: place.staging } },
    });
    expect(readdirSync(place.staging)).toEqual([]);
    expect(jobs.get(id).stagingFolder).toBe(identity);

    const other = { ...draft, offlineDetails: { ...draft.offlineDetails, importJobName: 'another-name' } };
    expect((await initiate.saveDraft(id, other)).stagingFolder).toBeUndefined();
    expect(await tasks.finished(initiate.backUp(id, passphrase))).toMatchObject({ state: 'completed' });
  } finally {
    await tasks.close();
    await jobs.close();
    rmSync(place.root, { recursive: true, force: true });
  }
});
