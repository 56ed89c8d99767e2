/** @file Main process: what the page Prepare Disks asks for. Handlers route to it; nothing else touches a disk. */
import type { DiskChoice } from '../../src-shared/contract/prepare-disks-calls.ts';
import { planCapacity } from '../../src-shared/domain/capacity-planning.ts';
import { driveIdOf } from '../../src-shared/domain/disk-identity.ts';
import type { JobId, SetId, TaskId } from '../../src-shared/domain/ids.ts';
import { hasReached, type JobSnapshot, type PreparedDrive } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { DriveForImport } from '../azure/import-job-service.ts';
import { runInWorker } from '../platform/node/worker-task.ts';
import type { StagingService } from '../staging/staging-service.ts';
import { diskContextOf } from './disk-context.ts';
import { findDisk, requireUsable } from './disk-errors.ts';
import { createDiskList, type DiskList } from './disk-list.ts';
import { createEraseGuard, type EraseGuard } from './erase-guard.ts';
import type { PrepareDisksOptions, PrepareDisksService } from './prepare-disks-types.ts';
import { PrepareSession } from './prepare-session.ts';

import { type AuthorisePorts, authoriseDrive } from './session/authorise-drive.ts';
import type { DriveRunPorts } from './session/drive-run.ts';
import { preparePhases } from './session/session-report.ts';
import { type StagedSet, sessionFolderFor, stagedSetOf } from './session/staged-set.ts';
import { stagedJobParts } from './staged-job.ts';

export type { PrepareDisksOptions, PrepareDisksService } from './prepare-disks-types.ts';

/** How long a page may show a key. */
const revealSeconds = 30;

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
    const { staging, jobs, isPractice } = this.#options;
    const known = this.#jobOfSet(setId);
    if (known?.staging?.stagingPath === stagingPath) return known;
    const description = await staging.describe(stagingPath, setId);
    if (known !== undefined) return this.#seenUnder(known, stagingPath);
    const parts = stagedJobParts(description, stagingPath, setId, isPractice);
    // Asked again: another call may have taken the job in meanwhile.
    return this.#jobOfSet(setId) ?? jobs.create({ ...parts, role: 'copy', phase: 'staged' });
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
    const set = await this.#describe(job, this.#options.staging.describe);
    const disks = await this.#list.readFresh(jobId);
    const chosen = [...new Set(diskIds)].map((diskId) => requireUsable(findDisk(disks, diskId)).facts);
    // A drive that failed or was stopped alone has none.
    const placed = new Set(job.drives.flatMap(({ files }) => files.map(({ name }) => name)));
    return planCapacity(
      set.files.filter(({ name }) => !placed.has(name)),
      chosen.map(({ id, identity }) => ({ diskId: id, capacityBytes: identity.sizeBytes })),
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
      const session = await this.#openSession(job, disks);
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
    const session = this.#session(jobId);
    const disks = await this.#list.readFresh(jobId);
    session.checkChoice([requireUsable(findDisk(disks, disk.diskId))]);
    const folder = sessionFolderFor(job.draft.offlineDetails.importJobName);
    session.add(await authoriseDrive(this.#ports(jobId), jobId, disk, folder));
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
    const known = this.#driveOf(job, serial);
    await this.#options.jobs.update(job.id, 'drive.givenUp', ({ drives }) => ({
      phase: 'preparing',
      drives: drives.map((drive) => {
        if (drive.identity.serial !== known.identity.serial) return drive;
        const { manifestFile: _file, manifestMd5: _md5, rootPath: _root, ...rest } = drive;
        return { ...rest, state: 'stopped', files: [], bytes: 0, verifiedBytes: 0 };
      }),
    }));
  }

  #driveOf(job: JobSnapshot, serial: string): PreparedDrive {
    const wanted = driveIdOf({ serial });
    const drive = job.drives.find(({ identity }) => driveIdOf(identity) === wanted);
    if (drive !== undefined) return drive;
    throw new AppError({ kind: 'user', code: 'disk.notFound', params: { diskId: serial } });
  }

  revealRecoveryPassword: PrepareDisksService['revealRecoveryPassword'] = async ({ jobId, serial }) => {
    const { log, jobs } = this.#options;
    const { identity, recoveryPasswordRef } = this.#driveOf(jobs.get(jobId), serial);
    const recoveryPassword = await this.#recoveryPassword(identity.serial, recoveryPasswordRef);
    log.info({ jobId, driveId: driveIdOf(identity) }, 'a recovery password was shown');
    return { recoveryPassword, hideAfterSeconds: revealSeconds };
  };

  async driveListForImport(jobId: JobId): Promise<DriveForImport[]> {
    const job = this.#options.jobs.get(jobId);
    if (!hasReached(job, 'prepared')) {
      throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
    }
    const drives: DriveForImport[] = [];
    for (const { state, identity, manifestFile, manifestMd5, recoveryPasswordRef } of job.drives) {
      if (state !== 'ready' || manifestFile === undefined || manifestMd5 === undefined) continue;
      const bitLockerKey = await this.#recoveryPassword(identity.serial, recoveryPasswordRef);
      drives.push({ driveId: driveIdOf(identity), bitLockerKey, manifestFile, manifestHash: manifestMd5 });
    }
    return drives;
  }

  #jobOfSet(setId: SetId): JobSnapshot | undefined {
    const jobs = this.#options.jobs.list().filter((job) => job.staging?.setId === setId);
    return jobs.find((job) => !isUsed(job)) ?? jobs[0];
  }

  #session(jobId: JobId): PrepareSession {
    const running = this.#sessions.get(jobId);
    if (running !== undefined) return running.session;
    throw new AppError({ kind: 'user', code: 'task.notFound', params: { taskId: '' } });
  }

  async #recoveryPassword(serial: string, reference: string | undefined): Promise<string> {
    const secret = reference === undefined ? undefined : await this.#options.secrets.get(reference);
    if (secret !== undefined) return secret;
    throw new AppError({ kind: 'environment', code: 'disk.keyMissing', params: { serial } });
  }

  /** @param describe `describe` to look only, `makeReady` before a drive is erased */
  async #describe(job: JobSnapshot, describe: StagingService['describe']): Promise<StagedSet> {
    const { staging } = job;
    if (staging === undefined) {
      throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
    }
    const describedAt = Date.now();
    const description = await describe(staging.stagingPath, staging.setId);
    return stagedSetOf(job, staging.stagingPath, description, describedAt);
  }

  /** Everything that can be refused is refused here, before a ticket is used up or a disk is touched. */
  async #openSession(job: JobSnapshot, choices: readonly DiskChoice[]): Promise<PrepareSession> {
    const { jobs, log, staging } = this.#options;
    const copied = new Set(
      job.drives.flatMap(({ state, files }) => (state === 'ready' ? files.map(({ name }) => name) : [])),
    );
    const set = await this.#describe(job, (path, setId) => staging.makeReady(path, setId, copied));
    const disks = await this.#list.readFresh(job.id);
    const ports = this.#ports(job.id);
    const session = new PrepareSession({ job, set, disks, jobs, log, ports });
    const chosen = choices.map(({ diskId }) => requireUsable(findDisk(disks, diskId)));
    if (chosen.length === 0 && !session.canStart) {
      throw new AppError({ kind: 'user', code: 'disk.noneSelected', field: 'disks' });
    }
    session.checkChoice(chosen);
    for (const choice of choices) {
      session.add(await authoriseDrive(ports, job.id, choice, set.sessionFolder));
    }
    return session;
  }

  #ports(jobId: JobId): AuthorisePorts & DriveRunPorts {
    const { platform, secrets, clientCreator = 'offline-backup-wizard' } = this.#options;
    return {
      platform,
      secrets,
      guard: this.#guard,
      readFresh: (signal) => this.#list.readFresh(jobId, signal),
      secretReference: (driveId) => `bitlocker/${jobId}/${driveId}`,
      copy: (input, control) => runInWorker('copy', input, control),
      seal: (input, control) => runInWorker('copy', input, control),
      clientCreator,
    };
  }
}

/** Finds, judges, erases, encrypts, fills and checks the drives of jobs. */
export function createPrepareDisksService(options: PrepareDisksOptions): PrepareDisksService {
  return new PrepareDisks(options);
}
