import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpaqueSettings } from '../../../src-shared/domain/opaque.ts';
import { nextPage } from '../../../src-shared/domain/pages.ts';
import { createFileJobStore } from '../../jobs/file-job-store.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import { sampleImportJob } from '../../jobs/testing/sample-job.ts';
import { createSilentLog } from '../../platform/node/silent-log.ts';
import { createSystemClock } from '../../platform/node/system-clock.ts';
import { diskContextOf } from '../disk-context.ts';
import { createOpaqueJobs, type OpaqueJobs } from './opaque-jobs.ts';
import { opaqueSetOf } from './opaque-set.ts';

let folder: string;
let source: string;
let jobs: JobStore;
let opaque: OpaqueJobs;

const settings: OpaqueSettings = {
  blobKind: 'page',
  prefix: '',
  disposition: 'no-overwrite',
  metadataPath: '',
  propertiesPath: '',
  storageAccount: 'seedpractice',
  resourceGroup: 'rg-backup',
  region: 'westeurope',
  container: 'mars-seed',
  subscriptionId: '3d7a9f14-c2e8-4b60-a5d3-18f6b07c92e4',
  importJobName: 'seed-mars',
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opaque-'));
  source = join(folder, 'mars');
  await mkdir(join(source, 'sub'), { recursive: true });
  await writeFile(join(source, 'a.BaseBlob'), Buffer.alloc(1024));
  await writeFile(join(source, 'sub', 'b.AIBBlob'), Buffer.alloc(512));
  const options = { clock: createSystemClock(), log: createSilentLog() };
  jobs = await createFileJobStore({ folder: join(folder, 'jobs'), ...options });
  opaque = createOpaqueJobs({ jobs, machineName: 'copy7', isPractice: true });
});
afterEach(async () => {
  await jobs.close();
  await rm(folder, { recursive: true, force: true });
});

async function saved(change: Partial<OpaqueSettings> = {}) {
  const { id: jobId } = await opaque.open({ sourcePath: source });
  await opaque.save({ jobId, settings: { ...settings, ...change } });
  return jobId;
}

describe('a job for a folder of another program', () => {
  it('goes from the folder to accepted details, and back while no drive is prepared', async () => {
    const first = await opaque.open({ sourcePath: source });
    expect(first).toMatchObject({ role: 'copy', phase: 'draft', machineName: 'copy7' });
    expect(nextPage(first)).toBe('prepareDisks');
    expect((await opaque.open({ sourcePath: source })).id).toBe(first.id);
    const jobId = await saved({ prefix: 'dpm' });
    expect(await opaque.check({ jobId })).toMatchObject({ files: 2, bytes: 1536, problemCount: 0 });
    const accepted = await opaque.accept({ jobId });
    expect(accepted).toMatchObject({ phase: 'staged', opaque: { prefix: 'dpm/', files: 2, bytes: 1536 } });
    expect((await opaque.save({ jobId, settings })).phase).toBe('draft');
    await jobs.update(jobId, 'test.preparing', () => ({ phase: 'preparing' }));
    await expect(opaque.save({ jobId, settings })).rejects.toMatchObject({ code: 'job.wrongPhase' });
  });

  it('keeps the disk that holds the folder from being erased', async () => {
    const jobId = await saved();
    const { stagingPaths } = await diskContextOf(jobId, jobs.list(), false);
    expect(stagingPaths).toContain(source);
  });

  it.each([
    [{ storageAccount: 'Seed' }, 'opaque.detailInvalid', 'storageAccount'],
    [{ container: '' }, 'opaque.detailInvalid', 'container'],
    [{ prefix: 'a b' }, 'opaque.detailInvalid', 'prefix'],
    [{ subscriptionId: 'x' }, 'opaque.detailInvalid', 'subscriptionId'],
    [{ importJobName: '1-seed' }, 'opaque.detailInvalid', 'importJobName'],
  ] as const)('refuses %j by the name of its box', async (change, code, field) => {
    await expect(opaque.accept({ jobId: await saved(change) })).rejects.toMatchObject({ code, field });
  });

  it('refuses a name that another job has', async () => {
    const jobId = await saved();
    const { draft } = jobs.get(jobId);
    await jobs.create({ role: 'copy', cloudId: 'practice', machineName: 'x', phase: 'staged', draft });
    await expect(opaque.accept({ jobId })).rejects.toMatchObject({
      code: 'job.nameTaken',
      field: 'importJobName',
    });
  });

  it('lists every file that stands in the way, and carries none before they are gone', async () => {
    await writeFile(join(source, 'odd.txt'), 'x');
    await symlink(join(source, 'a.BaseBlob'), join(source, 'link'));
    const jobId = await saved();
    const { problems, blocksWouldDo } = await opaque.check({ jobId });
    expect(problems.map(({ file, code }) => [file, code])).toEqual([
      ['link', 'notAFile'],
      ['odd.txt', 'notMultipleOf512'],
    ]);
    expect(blocksWouldDo).toBe(false);
    await expect(opaque.accept({ jobId })).rejects.toMatchObject({
      code: 'opaque.filesRefused',
      params: { file: 'link', problem: 'notAFile', count: 2 },
    });
    await rm(join(source, 'link'));
    expect((await opaque.check({ jobId })).blocksWouldDo).toBe(true);
  });

  it('looks anew when drives are prepared: a file that grew by a byte is named', async () => {
    const job = await opaque.accept({ jobId: await saved() });
    if (job.opaque === undefined) throw new Error('Not a folder of another program');
    const set = await opaqueSetOf(job, job.opaque);
    expect(set.files).toEqual([
      { name: 'a.BaseBlob', bytes: 1024 },
      { name: 'sub/b.AIBBlob', bytes: 512 },
    ]);
    await truncate(join(source, 'sub', 'b.AIBBlob'), 513);
    await expect(opaqueSetOf(job, job.opaque)).rejects.toMatchObject({
      code: 'opaque.filesRefused',
      params: { file: 'sub/b.AIBBlob' },
    });
  });

  it.each([
    ['gone', 'staging.pathUnknown'],
    ['empty', 'opaque.folderEmpty'],
    ['mars/a.BaseBlob', 'staging.pathUnknown'],
  ])('refuses the folder %s', async (name, code) => {
    await mkdir(join(folder, 'empty', 'below'), { recursive: true });
    await expect(opaque.open({ sourcePath: join(folder, name) })).rejects.toMatchObject({ code });
    expect(jobs.list()).toEqual([]);
  });
});

describe('where the files go, once drives are under way', () => {
  const destination = {
    storageAccount: 'otheraccount',
    resourceGroup: 'rg-other',
    region: 'northeurope',
    subscriptionId: '9f1b2c3d-c2e8-4b60-a5d3-18f6b07c92e4',
  };
  const importJob = { ...sampleImportJob(), name: 'seed-mars' };

  async function twoImportJobs() {
    const {
      id: jobId,
      draft,
      opaque: source,
    } = await opaque.accept({ jobId: await saved({ prefix: 'dpm' }) });
    if (source === undefined) throw new Error('Not a folder of another program');
    await jobs.update(jobId, 'test.prepared', () => ({ phase: 'prepared' }));
    const further = await jobs.create({
      ...{ role: 'copy', cloudId: 'practice', machineName: 'copy7', phase: 'staged', opaque: source },
      draft: { ...draft, offlineDetails: { ...draft.offlineDetails, importJobName: 'seed-mars-2' } },
      package: { number: 2, firstJobName: 'seed-mars' },
    });
    return { jobId, furtherId: further.id };
  }

  it('another account holds for every import job of the set; what stands on the drives stays', async () => {
    const { jobId, furtherId } = await twoImportJobs();
    const changed = await opaque.changeDestination({ jobId: furtherId, destination });
    expect(changed.draft.offlineDetails).toMatchObject({
      ...destination,
      container: 'mars-seed',
      importJobName: 'seed-mars-2',
    });
    const first = jobs.get(jobId);
    expect(first).toMatchObject({ phase: 'prepared', opaque: { prefix: 'dpm/', blobKind: 'page' } });
    expect(first.draft.offlineDetails).toMatchObject({ ...destination, importJobName: 'seed-mars' });
    await expect(opaque.save({ jobId, settings })).rejects.toMatchObject({ code: 'job.wrongPhase' });
  });

  it('is settled for all of them as soon as Azure has one', async () => {
    const { jobId, furtherId } = await twoImportJobs();
    await jobs.update(jobId, 'test.created', () => ({ phase: 'jobCreated', importJob }));
    for (const id of [jobId, furtherId]) {
      await expect(opaque.changeDestination({ jobId: id, destination })).rejects.toMatchObject({
        code: 'opaque.destinationSettled',
        params: { name: 'seed-mars' },
      });
      expect(jobs.get(id).draft.offlineDetails.storageAccount).toBe('seedpractice');
    }
  });

  it('keeps the rules of its boxes, and waits for accepted details', async () => {
    const jobId = await saved();
    await expect(opaque.changeDestination({ jobId, destination })).rejects.toMatchObject({
      code: 'job.wrongPhase',
    });
    await opaque.accept({ jobId });
    for (const field of ['storageAccount', 'subscriptionId'] as const) {
      await expect(
        opaque.changeDestination({ jobId, destination: { ...destination, [field]: 'No' } }),
      ).rejects.toMatchObject({ code: 'opaque.detailInvalid', field });
    }
    const own = await jobs.create({
      ...{
        role: 'source',
        cloudId: 'practice',
        machineName: 'x',
        phase: 'staged',
        draft: jobs.get(jobId).draft,
      },
    });
    await expect(opaque.changeDestination({ jobId: own.id, destination })).rejects.toMatchObject({
      code: 'job.wrongPhase',
    });
  });
});

describe('metadata and properties files', () => {
  it.each([
    ['metadataPath', '<Metadata><SeedJob>demo</SeedJob></Metadata>', undefined],
    ['metadataPath', '<Properties><Content-Type>x</Content-Type></Properties>', '<Properties> instead of'],
    ['metadataPath', '<Metadata><a-b>x</a-b></Metadata>', '<a-b> is no name'],
    ['metadataPath', '<Metadata><a>x</a><a>y</a></Metadata>', '<a> is there twice'],
    ['metadataPath', '<Metadata><a><b>x</b></a></Metadata>', '<b> stands inside'],
    ['metadataPath', '<Metadata><a>ü</a></Metadata>', 'plain characters'],
    ['metadataPath', '<Metadata></Metadata>', 'No value'],
    ['metadataPath', '<Metadata><a>x</a>', ''],
    ['metadataPath', `<Metadata><a>${'x'.repeat(9000)}</a></Metadata>`, 'More than 8 KiB'],
    ['propertiesPath', '<Properties><Content-Type>text/plain</Content-Type></Properties>', undefined],
    ['propertiesPath', '<Properties><Content-MD5>x</Content-MD5></Properties>', '<Content-MD5> is no name'],
    ['propertiesPath', 'banana', ''],
  ] as const)('%s: %s', async (field, text, reason) => {
    const path = join(folder, 'extra.xml');
    await writeFile(path, text);
    if (reason === undefined) {
      const job = jobs.get(await saved({ [field]: path }));
      expect(job.opaque?.[field === 'metadataPath' ? 'metadata' : 'properties']).toEqual({ path, text });
    } else {
      await expect(saved({ [field]: path })).rejects.toMatchObject({
        code: 'opaque.extraInvalid',
        field,
        details: expect.stringContaining(reason),
      });
    }
  });

  it('that are not there are named', async () => {
    await expect(saved({ metadataPath: join(folder, 'none.xml') })).rejects.toMatchObject({
      code: 'opaque.extraInvalid',
      field: 'metadataPath',
    });
  });
});
