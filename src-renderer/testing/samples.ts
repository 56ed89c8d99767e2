import type { AppInfo } from '../../src-shared/contract/app-calls.ts';
import {
  type JobId,
  jobIdSchema,
  recoveryPointIdSchema,
  setIdSchema,
  taskIdSchema,
} from '../../src-shared/domain/ids.ts';
import { emptyInitiateDraft, type InitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot, StagingRecord } from '../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../src-shared/domain/tasks.ts';

/** Believable values for component tests and the development page. Nothing here reaches the product. */
export const sampleJobId: JobId = jobIdSchema.parse('3f0c1c6e-2a51-4b7e-9a53-6c2f7a1f0a01');

export function sampleAppInfo(change: Partial<AppInfo> = {}): AppInfo {
  return {
    version: '0.1.0',
    host: 'browser',
    platform: 'linux x64',
    machineName: 'FS01',
    isPractice: true,
    preferences: { language: 'en', theme: 'light' },
    suggestedStagingPath: '/srv/staging',
    suggestedRecoveryPath: '/srv/recovered',
    ...change,
  };
}

export function sampleDraft(change: Partial<InitiateDraft> = {}): InitiateDraft {
  return {
    ...emptyInitiateDraft(),
    items: [{ path: '/srv/photos', kind: 'folder' }],
    offlineDetails: {
      stagingLocation: '/srv/staging',
      storageAccount: 'contososeed01',
      container: 'seed-fs01',
      subscriptionId: '8d1f0c7a-54b1-4a37-9f1e-0c5a4d1be901',
      importJobName: 'seed-fs01',
      resourceGroup: 'backup-rg',
      region: 'westeurope',
      vaultName: 'contoso-vault',
      vaultResourceGroup: 'backup-rg',
    },
    ...change,
  };
}

export function sampleStaging(change: Partial<StagingRecord> = {}): StagingRecord {
  return {
    stagingPath: '/srv/staging/seed-fs01',
    setId: setIdSchema.parse('0123456789abcdef0123456789abcdef'),
    recoveryPointId: recoveryPointIdSchema.parse('fedcba9876543210fedcba9876543210'),
    descriptorFile: 'seed-fs01.AIBBlob',
    machineName: 'FS01',
    startedAt: '2026-11-20T21:00:00.000Z',
    finishedAt: '2026-11-21T02:12:00.000Z',
    files: 812_345,
    folders: 40_120,
    sourceBytes: 3_120_000_000_000,
    stagedBytes: 2_410_000_000_000,
    volumes: 2310,
    skippedFiles: 3,
    ...change,
  };
}

export function sampleJob(change: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    id: sampleJobId,
    role: 'source',
    cloudId: 'practice',
    machineName: 'FS01',
    createdAt: '2026-11-20T20:00:00.000Z',
    updatedAt: '2026-11-20T20:00:00.000Z',
    phase: 'draft',
    draft: sampleDraft(),
    drives: [],
    ...change,
  };
}

/** Job of a copy computer for a folder of another program, with nothing chosen from it yet. */
export function sampleOpaqueJob(phase: JobSnapshot['phase']): JobSnapshot {
  const draft = sampleDraft();
  const details = {
    storageAccount: 'seedpractice',
    container: 'mars-seed',
    subscriptionId: '3d7a9f14-c2e8-4b60-a5d3-18f6b07c92e4',
    importJobName: 'seed-mars',
  };
  return {
    ...sampleJob({ phase, role: 'copy' }),
    draft: { ...draft, offlineDetails: { ...draft.offlineDetails, ...details } },
    opaque: {
      sourcePath: 'E:\\mars',
      blobKind: 'page',
      prefix: '',
      disposition: 'no-overwrite',
      files: 0,
      bytes: 0,
    },
  };
}

export function sampleTask(change: Partial<TaskSnapshot> = {}): TaskSnapshot {
  return {
    id: taskIdSchema.parse('9a1e9c59-7c3e-4a2a-8a51-111111111111'),
    kind: 'staging',
    jobId: sampleJobId,
    title: 'seed-fs01',
    state: 'running',
    phase: 'transferringData',
    phases: [
      'takingSnapshot',
      'preparingStorage',
      'estimatingSize',
      'transferringData',
      'verifyingBackup',
      'done',
    ],
    progress: {
      doneBytes: 1_340_000_000_000,
      totalBytes: 3_120_000_000_000,
      doneFiles: 340_221,
      totalFiles: 812_345,
      writtenBytes: 1_030_000_000_000,
      bytesPerSecond: 142_000_000,
      secondsLeft: 12_530,
      bottleneck: 'sourceRead',
    },
    items: [],
    warningCount: 0,
    warnings: [],
    canPause: true,
    canStop: true,
    startedAt: '2026-11-20T21:00:00.000Z',
    ...change,
  };
}
