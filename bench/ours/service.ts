/** @file The staging service as the product puts it together. The only place that knows how the engine is told its number of workers. */

import type { TaskControl } from '../../src-main/jobs/task-control.ts';
import { createSilentLog } from '../../src-main/platform/node/silent-log.ts';
import { createSystemClock } from '../../src-main/platform/node/system-clock.ts';
import { createStagingService, type StagingService } from '../../src-main/staging/staging-service.ts';
import type { TaskId } from '../../src-shared/domain/ids.ts';
import { emptyInitiateDraft, type InitiateDraft } from '../../src-shared/domain/initiate-draft.ts';

/** Name of the set that every bench stages. */
export const importJobName = 'bench';

/** The service with a fixed number of packing threads; restores always take as many as the computer is good for. */
export function createBenchService(workers: number): StagingService {
  const service = createStagingService({
    log: createSilentLog(),
    clock: createSystemClock(),
    machineName: 'bench',
  });
  return {
    ...service,
    backUp: (request, control) => service.backUp({ ...request, threads: workers }, control),
    backUpIncrement: (request, control) => service.backUpIncrement({ ...request, threads: workers }, control),
  };
}

export function draftFor(source: string, stagingLocation: string): InitiateDraft {
  const draft = emptyInitiateDraft();
  return {
    ...draft,
    items: [{ path: source, kind: 'folder' }],
    offlineDetails: { ...draft.offlineDetails, stagingLocation, importJobName },
  };
}

/** Takes reports as the product does, and counts the warnings, of which a bench expects none. */
export function createBenchControl(): TaskControl & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return {
    taskId: '00000000-0000-4000-8000-000000000000' as TaskId,
    signal: new AbortController().signal,
    isPaused: false,
    warnings,
    onPauseChange: () => () => undefined,
    waitWhilePaused: async () => undefined,
    setPhase: () => undefined,
    report: () => undefined,
    setItem: () => undefined,
    warn: (warning) => warnings.push(JSON.stringify(warning)),
  };
}
