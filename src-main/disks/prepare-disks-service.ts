/** @file Main process: what the page Prepare Disks asks for. Handlers route to it; nothing else touches a disk. */
import { maximumDrivesPerJob } from '../../src-shared/domain/capacity-plan.ts';
import { planPackages } from '../../src-shared/domain/capacity-planning.ts';
import type { JobId, SetId, TaskId } from '../../src-shared/domain/ids.ts';
import { hasReached, type JobSnapshot } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { diskContextOf } from './disk-context.ts';
import { findDisk, requireUsable } from './disk-errors.ts';
import { createDiskList, type DiskList } from './disk-list.ts';
import { createDriveKeys, driveOf } from './drive-keys.ts';
import { createEraseGuard, type EraseGuard } from './erase-guard.ts';
import type { PrepareDisksOptions, PrepareDisksService } from './prepare-disks-types.ts';
import type { PrepareSession } from './prepare-session.ts';
import { recoverDrives, withRecovered } from './recover/recover-drives.ts';
import { createSessionOpener, type SessionOpener } from './session/open-session.ts';
import { preparePhases } from './session/session-report.ts';
import { stagedJobParts } from './staged-job.ts';

export type { PrepareDisksOptions, PrepareDisksService } from './prepare-disks-types.ts';

/** Refuses everything that would change drives once the import job names them, and anything before there is a set. */
function requirePreparing(job: JobSnapshot): JobSnapshot {
  if (hasReached(job, 'staged') && !hasReached(job, 'jobCreated')) return job;
  throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
}

const isUsed = (job: JobSnapshot): boolean => hasReached(job, 'jobCreated');

interface RunningSession {
  readonly session: PrepareSession;
  readonly taskId: TaskId;
}

class PrepareDisks implements PrepareDisksService {
  readonly #options: PrepareDisksOptions;
  readonly #list: DiskList;
  readonly #guard: EraseGuard;
  readonly #opener: SessionOpener;
  readonly #keys: ReturnType<typeof createDriveKeys>;
  /** Running sessions; `undefined` while one is being put together. */
  readonly #sessions = new Map<JobId, RunningSession | undefined>();

  constructor(options: PrepareDisksOptions) {
    this.#options = options;
    const { platform, clock, log, jobs, isPractice } = options;
    this.#list = createDiskList({
      platform,
      clock,
      log,
      contextOf: (jobId) => diskContextOf(jobId, jobs.list(), isPractice),
    });
    this.#guard = createEraseGuard({ readFresh: (jobId) => this.#list.readFresh(jobId), clock });
    this.#opener = createSessionOpener(options, this.#list, this.#guard);
    this.#keys = createDriveKeys(options);
  }

  inspectStaging: PrepareDisksService['inspectStaging'] = async ({ stagingPath }) => {
    const found = await this.#options.staging.inspect(stagingPath);
    const jobs = found.map((staged) => {
      const job = this.#jobOfSet(staged.setId);
      return job === undefined ? { ...staged } : { ...staged, jobId: job.id };
    });
    return { jobs };
  };

  openStagedJob: PrepareDisksService['openStagedJob'] = async ({ stagingPath, setId }) => {
    const { staging, jobs, isPractice, log } = this.#options;
    const known = this.#jobOfSet(setId);
    if (known?.staging?.stagingPath === stagingPath) return known;
    const description = await staging.describe(stagingPath, setId);
    if (known !== undefined) return this.#seenUnder(known, stagingPath);
    const parts = stagedJobParts(description, stagingPath, setId, isPractice);
    // Asked again: another call may have taken the job in meanwhile.
    const taken = this.#jobOfSet(setId);
    if (taken !== undefined) return taken;
    const job = await jobs.create({ ...parts, role: 'copy', phase: 'staged' });
    // A set that was worked on here before, and whose record is gone: its drives are found again where they are attached.
    return this.recoverDrives({ jobId: job.id }).then(
      (recovered) => recovered.job,
      (error: unknown) => {
        log.warn({ jobId: job.id, error: String(error) }, 'drives of an earlier session were not looked for');
        return job;
      },
    );
  };

  recoverDrives: PrepareDisksService['recoverDrives'] = async ({ jobId }) => {
    const { jobs, log } = this.#options;
    const job = requirePreparing(jobs.get(jobId));
    if (this.#sessions.has(jobId)) {
      throw new AppError({ kind: 'user', code: 'job.alreadyRunning', params: { kind: 'prepareDisks' } });
    }
    const set = await this.#opener.describe(job);
    const { records, found } = await recoverDrives(this.#opener.ports(job), log, job, set);
    if (records.length === 0) return { job, found: [...found] };
    const recovered = await jobs.update(jobId, 'drives.recovered', ({ drives }) => ({
      phase: 'preparing',
      drives: withRecovered(drives, records),
    }));
    return { job: recovered, found: [...found] };
  };

  /** The set was found on another path than the record knows: this computer sees it there. The source keeps the path it wrote to. */
  async #seenUnder(job: JobSnapshot, stagingPath: string): Promise<JobSnapshot> {
    if (job.role !== 'copy' || isUsed(job) || this.#sessions.has(job.id)) return job;
    return this.#options.jobs.update(job.id, 'staging.seenUnder', ({ staging }) =>
      staging === undefined ? {} : { staging: { ...staging, stagingPath } },
    );
  }

  listDisks: PrepareDisksService['listDisks'] = ({ jobId }) => {
    this.#options.jobs.get(jobId);
    return this.#list.read(jobId);
  };

  plan: PrepareDisksService['plan'] = async ({ jobId, diskIds }) => {
    const job = this.#options.jobs.get(jobId);
    const set = await this.#opener.describe(job);
    const disks = await this.#list.readFresh(jobId);
    const chosen = [...new Set(diskIds)].map((diskId) => requireUsable(findDisk(disks, diskId)).facts);
    // A drive that failed or was stopped alone has none.
    const placed = new Set(job.drives.flatMap(({ files }) => files.map(({ name }) => name)));
    const taken = job.drives.filter(({ state }) => state !== 'failed' && state !== 'stopped').length;
    return planPackages(
      set.files.filter(({ name }) => !placed.has(name)),
      chosen.map(({ id, identity }) => ({ diskId: id, capacityBytes: identity.sizeBytes })),
      maximumDrivesPerJob - taken,
    );
  };

  requestErase: PrepareDisksService['requestErase'] = async ({ jobId, diskId }) => {
    requirePreparing(this.#options.jobs.get(jobId));
    return this.#guard.requestErase(jobId, diskId);
  };

  confirmErase: PrepareDisksService['confirmErase'] = ({ challengeId, typedText }) =>
    this.#guard.confirmErase(challengeId, typedText);

  start: PrepareDisksService['start'] = async ({ jobId, disks }) => {
    const job = requirePreparing(this.#options.jobs.get(jobId));
    const running = this.#sessions.get(jobId);
    if (this.#sessions.has(jobId)) {
      // Asked to go on while it waits: a drive that failed may be back.
      const isRetry = disks.length === 0 && running?.session.retryFailed(await this.#list.readFresh(jobId));
      if (running !== undefined && isRetry === true) return { taskId: running.taskId };
      throw new AppError({ kind: 'user', code: 'job.alreadyRunning', params: { kind: 'prepareDisks' } });
    }
    this.#sessions.set(jobId, undefined);
    try {
      const session = await this.#opener.open(job, disks);
      const taskId = this.#startTask(job, session);
      this.#sessions.set(jobId, { session, taskId });
      return { taskId };
    } catch (error) {
      this.#sessions.delete(jobId);
      throw error;
    }
  };

  #startTask(job: JobSnapshot, session: PrepareSession): TaskId {
    return this.#options.tasks.start(
      {
        kind: 'prepareDisks',
        jobId: job.id,
        title: job.draft.offlineDetails.importJobName,
        phases: preparePhases,
        canPause: true,
        canStop: true,
      },
      (control) => session.run(control).finally(() => this.#sessions.delete(job.id)),
    );
  }

  addDisk: PrepareDisksService['addDisk'] = async ({ jobId, disk }) => {
    const job = requirePreparing(this.#options.jobs.get(jobId));
    await this.#opener.add(job, this.#session(jobId), disk);
    return {};
  };

  stopDisk: PrepareDisksService['stopDisk'] = async ({ jobId, serial }) => {
    const job = requirePreparing(this.#options.jobs.get(jobId));
    if (this.#sessions.has(jobId)) this.#session(jobId).stopDrive(serial);
    else await this.#giveUpDrive(job, serial);
    return {};
  };

  /** Takes a drive out of a job while no session runs: it broke, or is wanted for something else. Its files need another one. */
  async #giveUpDrive(job: JobSnapshot, serial: string): Promise<void> {
    const known = driveOf(job, serial);
    await this.#options.jobs.update(job.id, 'drive.givenUp', ({ drives }) => ({
      phase: 'preparing',
      drives: drives.map((drive) => {
        if (drive.identity.serial !== known.identity.serial) return drive;
        const { manifestFile: _file, manifestMd5: _md5, rootPath: _root, ...rest } = drive;
        return { ...rest, state: 'stopped', files: [], bytes: 0, verifiedBytes: 0 };
      }),
    }));
  }

  revealRecoveryPassword: PrepareDisksService['revealRecoveryPassword'] = (input) =>
    this.#keys.revealRecoveryPassword(input);

  exportDriveKeys: PrepareDisksService['exportDriveKeys'] = (input) => this.#keys.exportDriveKeys(input);

  importDriveKeys: PrepareDisksService['importDriveKeys'] = (input) => this.#keys.importDriveKeys(input);

  driveListForImport: PrepareDisksService['driveListForImport'] = (jobId) =>
    this.#keys.driveListForImport(jobId);

  #jobOfSet(setId: SetId): JobSnapshot | undefined {
    const jobs = this.#options.jobs.list().filter((job) => job.staging?.setId === setId);
    return jobs.find((job) => !isUsed(job)) ?? jobs[0];
  }

  #session(jobId: JobId): PrepareSession {
    const running = this.#sessions.get(jobId);
    if (running !== undefined) return running.session;
    throw new AppError({ kind: 'user', code: 'task.notFound', params: { taskId: '' } });
  }
}

/** Finds, judges, erases, encrypts, fills and checks the drives of jobs. */
export function createPrepareDisksService(options: PrepareDisksOptions): PrepareDisksService {
  return new PrepareDisks(options);
}
