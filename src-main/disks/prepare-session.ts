/** @file Main process: one session of Prepare Disks from start to the last finished drive. */
import type { JudgedDisk } from '../../src-shared/domain/disks.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { type AppErrorData, fromErrorData } from '../../src-shared/errors/app-error.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { TaskControl } from '../jobs/task-control.ts';
import { toAppError } from '../platform/node/unexpected-error.ts';
import type { Log } from '../platform/ports/log.ts';
import type { CopyFile } from './copy/copy-types.ts';
import { DriveRoster } from './session/drive-roster.ts';
import { type DriveRunContext, type DriveRunPorts, runDrive } from './session/drive-run.ts';
import { lockFinishedDrives } from './session/lock-finished.ts';
import { ensureNextPackage } from './session/packages.ts';
import { requireSameSet } from './session/same-set.ts';
import { releaseFiles, type SessionDrive } from './session/session-drive.ts';
import { createSessionReport, type SessionReport } from './session/session-report.ts';
import type { StagedSet } from './session/staged-set.ts';

export interface PrepareSessionOptions {
  readonly job: JobSnapshot;
  readonly set: StagedSet;
  /** Disks of right now: which drives of an earlier session are there to go on with. */
  readonly disks: readonly JudgedDisk[];
  readonly jobs: JobStore;
  readonly ports: DriveRunPorts;
  readonly log: Log;
}

/** Prepares the drives of one job until every file of the set is on a finished drive. */
export class PrepareSession {
  readonly #options: PrepareSessionOptions;
  readonly #roster: DriveRoster;
  readonly #refused = new Map<string, AppErrorData>();
  #wake: () => void = () => undefined;
  #fatal: { readonly error: unknown } | undefined;

  constructor(options: PrepareSessionOptions) {
    this.#options = options;
    this.#roster = new DriveRoster(options.job.drives, options.set.files, options.disks);
  }

  get canStart(): boolean {
    return this.#roster.canStart;
  }

  /** @throws AppError `disk.alreadyInJob`, `disk.tooManyForJob`, `disk.tooSmallForBlob` */
  checkChoice(chosen: readonly JudgedDisk[]): void {
    this.#roster.checkChoice(chosen);
  }

  /** @throws AppError `disk.stagingChanged` when staging describes another set now than the one that is being copied */
  requireSameStaging(now: StagedSet): void {
    requireSameSet(this.#options.set, now);
  }

  /** Adds an authorised drive; it gets files when there are some for it. @throws AppError `disk.alreadyInJob` */
  add(drive: SessionDrive): void {
    this.#roster.add(drive);
    this.#wake();
  }

  /** Stops one drive; its files go to others. @throws AppError `disk.notFound` */
  stopDrive(serial: string): void {
    this.#roster.stopDrive(serial);
    this.#wake();
  }

  /** Goes on with failed drives that are attached again. @returns whether there were any */
  retryFailed(disks: readonly JudgedDisk[]): boolean {
    const count = this.#roster.retryFailed(disks);
    if (count > 0) this.#wake();
    return count > 0;
  }

  /** Body of the task. Ends when all files are on finished drives, or on as many drives as one import job takes. */
  async run(task: TaskControl): Promise<void> {
    const { set, jobs, job, log } = this.#options;
    const report = createSessionReport({
      jobs,
      jobId: job.id,
      task,
      log,
      drives: () => this.#roster.drives,
      totalBytes: set.files.reduce((sum, file) => sum + file.bytes, 0),
      totalFiles: set.files.length,
    });
    await report.record('prepare.started');
    for (const { file, from, reason } of set.repairs) {
      task.warn({ code: 'descriptor.repaired', path: file, reason: `${reason}, from ${from}` });
    }
    task.signal.addEventListener('abort', () => this.#wake(), { once: true });
    const runs = new Set<Promise<void>>();
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const isOver = task.signal.aborted || this.#fatal !== undefined;
      for (const drive of isOver ? [] : this.#roster.nextDrives()) {
        const run = this.#runOne(task, report, drive)
          .catch((error: unknown) => this.#end(error))
          .finally(() => {
            runs.delete(run);
            this.#wake();
          });
        runs.add(run);
      }
      if (runs.size === 0 && (isOver || this.#roster.pool.isEmpty || this.#roster.isJobFull)) break;
      report.waiting(runs.size === 0 ? this.#roster.missing() : undefined);
      await woken;
    }
    if (this.#fatal !== undefined) throw this.#fatal.error;
    await this.#finish(task, report);
  }

  /** The job record cannot be written: no drive may go on without it. */
  #end(error: unknown): void {
    this.#fatal ??= { error };
    for (const drive of this.#roster.drives) drive.stopping.abort();
  }

  async #runOne(task: TaskControl, report: SessionReport, drive: SessionDrive): Promise<void> {
    const context: DriveRunContext = {
      ports: this.#options.ports,
      set: this.#options.set,
      pool: this.#roster.pool,
      task,
      drivesAtOnce: () => this.#roster.drives.filter(({ isRunning }) => isRunning).length,
      changed: (changed, isDurable) => report.changed(changed, isDurable),
      refuse: (file: CopyFile, error) => this.#refused.set(file.name, error),
    };
    drive.isRunning = true;
    for (const remark of drive.remarks.splice(0)) task.warn(remark);
    try {
      await runDrive(context, drive);
    } catch (error) {
      await this.#giveUp(task, drive, error);
    } finally {
      drive.isRunning = false;
    }
    await report.changed(drive, true);
  }

  /** Ends one drive after an error or a stop. What it held goes to others, unless the whole session stops and goes on later. */
  async #giveUp(task: TaskControl, drive: SessionDrive, error: unknown): Promise<void> {
    const { log, ports } = this.#options;
    const failure = toAppError(error, log);
    const isStopped = task.signal.aborted || drive.stopping.signal.aborted;
    log.warn({ driveId: drive.driveId, state: drive.state, code: failure.code }, 'a drive ended early');
    if (drive.rootPath !== undefined && failure.code !== 'disk.disappeared') {
      await ports.platform.lock(drive.identity).catch((reason: unknown) => {
        log.warn(
          { driveId: drive.driveId, reason: String(reason) },
          'a drive that ended early stays unlocked',
        );
      });
    }
    drive.rootPath = undefined;
    // A finished drive that could not be opened again is still a finished drive.
    if (drive.state === 'ready') {
      drive.roomBytes = 0;
      return;
    }
    drive.state = isStopped ? 'stopped' : 'failed';
    drive.error = isStopped ? undefined : failure.toData();
    if (!task.signal.aborted) this.#roster.pool.giveBack(releaseFiles(drive));
  }

  async #finish(task: TaskControl, report: SessionReport): Promise<void> {
    report.waiting(undefined);
    await lockFinishedDrives(this.#options.ports.platform, this.#roster.drives, this.#options.log);
    const unused = this.#roster.drives.filter(({ state }) => state === 'waiting');
    const [refusal] = this.#refused.values();
    const isPrepared = !task.signal.aborted && refusal === undefined;
    for (const drive of unused) {
      drive.state = 'stopped';
      await report.changed(drive, false);
    }
    if (isPrepared) this.#roster.drop(unused);
    const left = this.#roster.pool.files;
    // Before the phase changes: after a kill in between, the next session ends here again.
    if (isPrepared && left.length > 0) await ensureNextPackage(this.#options.jobs, this.#options.job, left);
    await report.record(isPrepared ? 'prepare.finished' : 'prepare.interrupted', isPrepared);
    task.signal.throwIfAborted();
    if (refusal !== undefined) throw fromErrorData(refusal);
  }
}
