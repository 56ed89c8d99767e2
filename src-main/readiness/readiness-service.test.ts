import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { OfflineDetails } from '../../src-shared/domain/initiate-draft.ts';
import type { ReadinessResult } from '../../src-shared/domain/readiness.ts';
import { createTranslator } from '../../src-shared/locales/translator.ts';
import { createApplicationRegistration } from '../azure/application-registration.ts';
import { type AzureResources, createAzureResources } from '../azure/azure-resources.ts';
import { createFileJobStore } from '../jobs/file-job-store.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { type PracticeCloud, startPracticeCloud } from '../testing/practice-cloud.ts';
import { createSampleJob } from '../testing/sample-job.ts';
import { createReadinessService, type ReadinessService } from './readiness-service.ts';

let cloud: PracticeCloud;
let jobs: JobStore;
let resources: AzureResources;
let readiness: ReadinessService;
let jobId: JobId;
let stagedBytes: number | undefined;

beforeAll(async () => {
  cloud = await startPracticeCloud();
  const log = createSilentLog();
  jobs = await createFileJobStore({ folder: join(cloud.folder, 'jobs'), clock: cloud.clock, log });
  resources = createAzureResources(cloud.account);
  readiness = createReadinessService({
    jobs,
    account: cloud.account,
    clouds: cloud.clouds,
    resources,
    registration: createApplicationRegistration({ account: cloud.account, secrets: cloud.secrets, log }),
    computer: { machineName: 'fs01', isElevated: async () => false, hasBitLocker: async () => false },
    estimateOf: () =>
      stagedBytes === undefined
        ? undefined
        : {
            files: 1,
            folders: 1,
            sourceBytes: stagedBytes,
            excludedFiles: 0,
            excludedBytes: 0,
            stagedBytesLow: stagedBytes,
            stagedBytesHigh: stagedBytes,
            unreadable: 0,
            finished: true,
          },
    log,
  });
  const staging = join(cloud.folder, 'staging');
  await mkdir(staging);
  jobId = (await createSampleJob(jobs, { subscriptionId: cloud.subscriptionId, phase: 'draft' })).id;
  await setDetails({ stagingLocation: staging });
});
afterAll(async () => {
  await jobs.close();
  await cloud.dispose();
});
beforeEach(() => {
  cloud.azure.faults.clear();
  stagedBytes = undefined;
});

async function setDetails(change: Partial<OfflineDetails>): Promise<void> {
  await jobs.update(jobId, 'test.details', ({ draft }) => ({
    draft: { ...draft, offlineDetails: { ...draft.offlineDetails, ...change } },
  }));
}

const summary = (results: readonly ReadinessResult[]): Record<string, string> =>
  Object.fromEntries(results.map(({ id, state, finding }) => [id, `${state} ${finding}`]));
const find = (results: readonly ReadinessResult[], id: string) => results.find((result) => result.id === id);

describe('Initiate', () => {
  it('asks for the sign-in once', async () => {
    const results = await readiness.initiate(jobId);
    expect(find(results, 'signedIn')).toMatchObject({
      state: 'fail',
      params: { code: 'azure.signInRequired' },
    });
    expect(summary(results)).toMatchObject({
      stagingReachable: 'pass ok',
      stagingSpace: 'pass noEstimate',
      stagingNotInSource: 'pass ok',
      subscriptionReachable: 'notApplicable waitsForSignIn',
      applicationRegistered: 'notApplicable waitsForSignIn',
    });
    await cloud.signIn();
  });

  it('finds what a fresh subscription lacks', async () => {
    const results = await readiness.initiate(jobId);
    expect(summary(results)).toEqual({
      stagingReachable: 'pass ok',
      stagingSpace: 'pass noEstimate',
      stagingNotInSource: 'pass ok',
      attributesSaved: 'pass ok',
      signedIn: 'pass ok',
      subscriptionReachable: 'pass ok',
      providerRegistered: 'fail notRegistered',
      storageAccountUsable: 'pass ok',
      containerReady: 'fail missing',
      vaultReady: 'pass ok',
      applicationRegistered: 'fail missing',
    });
    const fixable = results.filter(({ canFix }) => canFix).map(({ id }) => id);
    expect(fixable).toEqual(['providerRegistered', 'containerReady', 'applicationRegistered']);
  });

  it('fixes it', async () => {
    await readiness.fix(jobId, 'providerRegistered');
    await readiness.fix(jobId, 'containerReady');
    const results = await readiness.fix(jobId, 'applicationRegistered');
    expect(results.map(({ state }) => state)).toEqual(results.map(() => 'pass'));
    await expect(readiness.fix(jobId, 'vaultReady')).rejects.toMatchObject({ code: 'ipc.invalidInput' });
  });

  it('warns of foreign blobs and knows its own', async () => {
    const container = (await resources.blobService('practice', 'seedpractice')).getContainerClient(
      'seed-fs01',
    );
    await container.getBlockBlobClient('seed-fs01-000001.BaseBlob').upload('x', 1);
    await container.getBlockBlobClient('sub/seed-fs01.AIBBlob').upload('x', 1);
    expect(find(await readiness.initiate(jobId), 'containerReady')).toMatchObject({ finding: 'ownBlobs' });
    await container.getBlockBlobClient('seed-fs01-evil.txt').upload('x', 1);
    expect(find(await readiness.initiate(jobId), 'containerReady')).toMatchObject({
      state: 'warning',
      finding: 'notEmpty',
    });
  });

  it('measures the staging location against the estimate', async () => {
    stagedBytes = 1e18;
    const results = await readiness.initiate(jobId);
    expect(find(results, 'stagingSpace')).toMatchObject({
      state: 'fail',
      finding: 'tooSmall',
      params: { needed: 1e9 },
    });
  });

  it('says what is not chosen or cannot be used', async () => {
    await setDetails({ vaultName: 'nowhere', container: '', storageAccount: 'premiumpractice' });
    expect(summary(await readiness.initiate(jobId))).toMatchObject({
      vaultReady: 'fail missing',
      containerReady: 'fail notChosen',
      storageAccountUsable: 'fail error',
    });
    await setDetails({ subscriptionId: '', vaultName: 'contoso-vault' });
    expect(summary(await readiness.initiate(jobId))).toMatchObject({
      subscriptionReachable: 'fail notChosen',
      vaultReady: 'fail notChosen',
    });
    await setDetails({
      subscriptionId: cloud.subscriptionId,
      container: 'seed-fs01',
      storageAccount: 'seedpractice',
    });
  });
});

describe('Prepare Disks', () => {
  it('needs nothing of the computer in practice', async () => {
    expect(summary(await readiness.prepareDisks(jobId))).toEqual({
      stagingReachable: 'pass ok',
      elevated: 'notApplicable practice',
      bitLockerAvailable: 'notApplicable practice',
      azureReachable: 'pass ok',
      signedIn: 'pass ok',
      providerRegistered: 'pass ok',
      storageAccountUsable: 'pass ok',
      notSourceVirtualMachine: 'notApplicable practice',
    });
  });

  it('says that Azure is out of reach', async () => {
    cloud.azure.faults.unreachableFor(60_000);
    const result = find(await readiness.prepareDisks(jobId), 'azureReachable');
    expect(result).toMatchObject({ state: 'fail', params: { code: 'practice.azureUnreachable' } });
  });
});

describe('words', () => {
  it('exist for every finding seen, with their values filled in', async () => {
    const translate = createTranslator('en');
    const results = [...(await readiness.initiate(jobId)), ...(await readiness.prepareDisks(jobId))];
    for (const { id, finding, params } of results) {
      for (const key of [`readiness.${id}.title`, `readiness.${id}.${finding}.what`]) {
        const text = translate(key, params);
        expect(text).not.toBe(key);
        expect(text).not.toMatch(/\{\{|\$t\(/);
      }
    }
    const failure = translate('readiness.vaultReady.error.what', { code: 'azure.forbidden', resource: 'x' });
    expect(failure).toBe('The account lacks a right');
    expect(translate('readiness.stagingSpace.tight.what', { free: 1234.5, needed: 2000 })).toBe(
      '1,234.5 GB are free, and the backup may need up to 2,000 GB.',
    );
  });
});
