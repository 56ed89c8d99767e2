/** @file Main process: what a session tells the task list and the job record. */

import type { JobId } from '../../../src-shared/domain/ids.ts';
import type { PreparedDriveState } from '../../../src-shared/domain/job.ts';
import { jobPhases } from '../../../src-shared/domain/job.ts';
import type { TaskItem, TaskPhase, TaskState } from '../../../src-shared/domain/tasks.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { TaskControl } from '../../jobs/task-control.ts';
import type { Log } from '../../platform/ports/log.ts';
import { createDriveForecast } from './drive-forecast.ts';
import { recordOf, type SessionDrive, verifiedBytesOf, verifiedFilesOf } from './session-drive.ts';

/** Phases of the task in order; the page draws them as a list. */
export const preparePhases: readonly TaskPhase[] = [
  'clearing',
  'formatting',
  'encrypting',
  'copying',
  'verifying',
  'writingManifest',
  'done',
];

/** Item that stands in the task while it waits for one more drive. */
const furtherDriveItem = 'further-drive';

/** A kill loses at most this much of what the page shows; nothing else depends on it. */
const recordEveryMilliseconds = 10_000;

const phaseOf: Readonly<Record<PreparedDriveState, TaskPhase>> = {
  waiting: 'clearing',
  clearing: 'clearing',
  formatting: 'formatting',
  encrypting: 'encrypting',
  copying: 'copying',
  verifying: 'verifying',
  writingManifest: 'writingManifest',
  ready: 'done',
  failed: 'done',
  stopped: 'done',
};

function stateOf(drive: SessionDrive, isPaused: boolean): TaskState {
  if (drive.state === 'ready') return 'completed';
  if (drive.state === 'failed' || drive.state === 'stopped') return drive.state;
  if (drive.isRunning && drive.stopping.signal.aborted) return 'stopping';
  return isPaused || !drive.isRunning ? 'paused' : 'running';
}

/** Bytes written plus bytes read back: both take their time, so both count in the overall bar. */
function workedBytes(drive: SessionDrive): number {
  const done = 2 * verifiedBytesOf(drive);
  if (drive.state === 'copying') return done + drive.progress.doneBytes;
  if (drive.state === 'verifying') return done + drive.batchBytes + drive.progress.doneBytes;
  return done;
}

/** Bytes that a drive has to write and to read back, as far as it is known what goes onto it. */
const wholeBytes = (drive: SessionDrive): number =>
  2 * drive.assigned.reduce((sum, file) => sum + file.bytes, 0);

export interface SessionReport {
  /** @param isDurable resolves when the change is in the job record */
  changed(drive: SessionDrive, isDurable: boolean): Promise<void>;
  /** Shows or ends the wait for one more drive. */
  waiting(error: AppErrorData | undefined): void;
  /** Writes all drives into the record under an event name. */
  record(event: string, isPrepared?: boolean): Promise<void>;
}

export interface SessionReportOptions {
  readonly jobs: JobStore;
  readonly jobId: JobId;
  readonly task: TaskControl;
  readonly log: Log;
  readonly drives: () => readonly SessionDrive[];
  readonly totalBytes: number;
  readonly totalFiles: number;
}

export function createSessionReport(options: SessionReportOptions): SessionReport {
  const { jobs, jobId, task, log, drives, totalBytes, totalFiles } = options;
  const forecast = createDriveForecast(() => performance.now());
  task.onPauseChange(() => forecast.restart());
  let recordedAt = performance.now();
  let isWaiting = false;

  const showItem = (drive: SessionDrive): void => {
    const item: TaskItem = {
      id: drive.driveId,
      title: `${drive.identity.model} ${drive.driveId}`.slice(0, 256),
      phase: phaseOf[drive.state],
      state: stateOf(drive, task.isPaused),
      progress: drive.progress,
      ...(drive.error === undefined ? {} : { error: drive.error }),
    };
    task.setItem(item);
  };

  const showTotal = (): void => {
    const running = drives().filter(({ isRunning }) => isRunning);
    const bottleneck = running.find(({ progress }) => progress.bottleneck !== undefined)?.progress.bottleneck;
    task.report({
      doneBytes: Math.min(
        2 * totalBytes,
        drives().reduce((sum, drive) => sum + workedBytes(drive), 0),
      ),
      totalBytes: 2 * totalBytes,
      doneFiles: drives().reduce((sum, drive) => sum + verifiedFilesOf(drive), 0),
      totalFiles,
      secondsLeft: forecast.longest(
        running
          .filter(({ state }) => state === 'copying' || state === 'verifying')
          .map((drive) => ({
            driveId: drive.driveId,
            doneBytes: workedBytes(drive),
            totalBytes: wholeBytes(drive),
          })),
      ),
      ...(bottleneck === undefined ? {} : { bottleneck }),
    });
    if (isWaiting) return;
    // The task is as far as its slowest drive.
    const positions = running.map(({ state }) => preparePhases.indexOf(phaseOf[state]));
    const phase = preparePhases[Math.min(...positions)];
    if (phase !== undefined) task.setPhase(phase);
  };

  const record = async (event: string, isPrepared = false): Promise<void> => {
    recordedAt = performance.now();
    await jobs.update(jobId, event, (job) => ({
      drives: drives().map(recordOf),
      phase: isPrepared
        ? 'prepared'
        : jobPhases.indexOf(job.phase) < jobPhases.indexOf('preparing')
          ? 'preparing'
          : job.phase,
    }));
  };

  return {
    async changed(drive, isDurable) {
      showItem(drive);
      showTotal();
      if (isDurable) return record(`drive.${drive.state}`);
      if (performance.now() - recordedAt < recordEveryMilliseconds) return;
      // Nobody waits for these; a record that cannot be written fails the next durable step.
      await record(`drive.${drive.state}`).catch((error: unknown) =>
        log.warn({ error: String(error) }, 'progress of a drive was not recorded'),
      );
    },
    waiting(error) {
      if (error === undefined && !isWaiting) return;
      isWaiting = error !== undefined;
      if (error !== undefined) task.setPhase('waitingForDisk');
      task.setItem({
        id: furtherDriveItem,
        title: '',
        phase: 'waitingForDisk',
        state: error === undefined ? 'completed' : 'paused',
        progress: { doneBytes: 0, doneFiles: 0 },
        ...(error === undefined ? {} : { error }),
      });
    },
    record,
  };
}
