/** @file Test support: a service on temporary folders, and a control that remembers what it was told. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskId } from '../../../src-shared/domain/ids.ts';
import { emptyInitiateDraft, type InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import type { StagingRecord } from '../../../src-shared/domain/job.ts';
import type { Progress, TaskPhase, TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type { TaskControl } from '../../jobs/task-control.ts';
import type { Log } from '../../platform/ports/log.ts';
import { createStagingService, type StagingService, type StagingServiceParts } from '../staging-service.ts';
import type { RestoreRequest } from '../staging-types.ts';

export const passphrase = 'correct horse battery staple';
export const mebibyte = 1024 * 1024;

const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
};

export const serviceWith = (change: Partial<StagingServiceParts>): StagingService =>
  createStagingService({
    log: silentLog,
    clock: { now: () => new Date(), sleep: async () => {} },
    machineName: 'test-machine',
    ...change,
  });

export const service = serviceWith({});

export interface RecordingControl extends TaskControl {
  readonly phases: TaskPhase[];
  readonly warnings: TaskWarning[];
  readonly progress: Partial<Progress>[];
  readonly abort: AbortController;
}

export function recordingControl(): RecordingControl {
  const abort = new AbortController();
  const phases: TaskPhase[] = [];
  const warnings: TaskWarning[] = [];
  const progress: Partial<Progress>[] = [];
  return {
    taskId: '00000000-0000-4000-8000-000000000000' as TaskId,
    abort,
    signal: abort.signal,
    isPaused: false,
    phases,
    warnings,
    progress,
    onPauseChange: () => () => {},
    waitWhilePaused: async () => {},
    setPhase: (phase) => phases.push(phase),
    report: (report) => progress.push(report),
    setItem: () => {},
    warn: (warning) => warnings.push(warning),
  };
}

/** A new folder with sub-folders `source`, `staging`, `target`. */
export function temporaryPlace(base = tmpdir()) {
  const root = mkdtempSync(join(base, 'staging-test-'));
  const place = {
    root,
    source: join(root, 'source'),
    staging: join(root, 'staging'),
    target: join(root, 'target'),
  };
  mkdirSync(place.source);
  mkdirSync(place.staging);
  return place;
}

export function draftFor(
  staging: string,
  sources: readonly string[],
  change: Partial<InitiateDraft> = {},
): InitiateDraft {
  const draft = emptyInitiateDraft();
  return {
    ...draft,
    items: sources.map((path) => ({ path, kind: 'folder' })),
    offlineDetails: { ...draft.offlineDetails, stagingLocation: staging, importJobName: 'seed-fs01' },
    volumeBytes: mebibyte * 16,
    ...change,
  };
}

export async function backUp(
  staging: string,
  sources: readonly string[],
  change: Partial<InitiateDraft> = {},
  control: RecordingControl = recordingControl(),
): Promise<StagingRecord> {
  const draft = draftFor(staging, sources, change);
  return service.backUp({ draft, passphrase, jobDetails: { container: 'seed' } }, control);
}

export async function restoreAll(
  staging: string,
  target: string,
  change: Partial<RestoreRequest> = {},
  control: RecordingControl = recordingControl(),
) {
  const location = { kind: 'folder', path: staging } as const;
  const descriptorFile = 'seed-fs01.AIBBlob';
  const dataKey = await service.unlock(
    change.location ?? location,
    change.descriptorFile ?? descriptorFile,
    passphrase,
  );
  return service.restore(
    {
      location,
      descriptorFile,
      dataKey,
      selection: [],
      target: { kind: 'folder', path: target },
      conflict: 'skip',
      ...change,
    },
    control,
  );
}
