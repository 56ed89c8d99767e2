/** @file Main process: the drives of a session, the files that none of them has yet, and who gets which. */
import { maximumDrivesPerJob } from '../../../src-shared/domain/capacity-plan.ts';
import {
  capacityFor,
  fileCostBytes,
  planCapacity,
  usableBytesOf,
} from '../../../src-shared/domain/capacity-planning.ts';
import { driveIdOf, isSameDrive } from '../../../src-shared/domain/disk-identity.ts';
import type { DiskIdentity, JudgedDisk } from '../../../src-shared/domain/disks.ts';
import { diskIdSchema } from '../../../src-shared/domain/ids.ts';
import type { PreparedDrive } from '../../../src-shared/domain/job.ts';
import { AppError, type AppErrorData } from '../../../src-shared/errors/app-error.ts';
import type { CopyFile } from '../copy/copy-types.ts';
import { FilePool } from './file-pool.ts';
import { releaseFiles, restoredDrive, type SessionDrive } from './session-drive.ts';

const isGivenUp = (drive: SessionDrive): boolean => drive.state === 'failed' || drive.state === 'stopped';

const alreadyInJob = ({ serial, model }: DiskIdentity): AppError =>
  new AppError({ kind: 'user', code: 'disk.alreadyInJob', params: { serial, model }, retry: 'choose-again' });

/**
 * Goes on with a drive that is attached and whose key is kept. Any other unfinished drive gives its files back, and one that the
 * operator stopped alone stays stopped: it holds no files any more.
 */
function restore(drive: SessionDrive, disks: readonly JudgedDisk[]): void {
  if (drive.state === 'ready') return;
  const attached = disks.find(({ facts }) => isSameDrive(facts.identity, drive.identity));
  const isStoppedAlone = drive.state === 'stopped' && drive.assigned.length === 0;
  if (attached?.usable === true && drive.access === 'key' && !isStoppedAlone) {
    drive.state = 'waiting';
    drive.error = undefined;
    drive.stopping = new AbortController();
    return;
  }
  if (drive.state !== 'failed') drive.state = 'stopped';
  releaseFiles(drive);
}

/** Drives and files of one session. Nothing here waits, so every answer is true at the moment it is given. */
export class DriveRoster {
  readonly pool: FilePool;
  #drives: SessionDrive[];

  /**
   * @param records drives of an earlier session
   * @param files everything of the set
   * @param disks disks of right now: which earlier drives are there to go on with
   */
  constructor(records: readonly PreparedDrive[], files: readonly CopyFile[], disks: readonly JudgedDisk[]) {
    const byName = new Map(files.map((file) => [file.name, file]));
    this.#drives = records.map((record) => restoredDrive(record, byName));
    for (const drive of this.#drives) restore(drive, disks);
    const placed = new Set(this.#drives.flatMap(({ assigned }) => assigned.map(({ name }) => name)));
    this.pool = new FilePool(files.filter(({ name }) => !placed.has(name)));
  }

  get drives(): readonly SessionDrive[] {
    return this.#drives;
  }

  /** Takes drives out that were never needed. */
  drop(unused: readonly SessionDrive[]): void {
    this.#drives = this.#drives.filter((drive) => !unused.includes(drive));
  }

  /** True when there is an earlier session to go on with, or nothing left to do. It may begin by asking for a drive. */
  get canStart(): boolean {
    return this.pool.isEmpty || this.#drives.length > 0;
  }

  /** All the drives that an import job may have are finished: what is left becomes another job. Ask it while no drive runs. */
  get isJobFull(): boolean {
    return this.#drives.filter(({ state }) => state === 'ready').length >= maximumDrivesPerJob;
  }

  /**
   * Refuses disks that cannot help before anything is done to them.
   * @throws AppError `disk.alreadyInJob`, `disk.tooManyForJob`, `disk.tooSmallForBlob`
   */
  checkChoice(chosen: readonly JudgedDisk[]): void {
    for (const { facts } of chosen) {
      const known = this.#drives.find(({ identity }) => isSameDrive(identity, facts.identity));
      if (known?.isRunning === true || known?.state === 'ready') throw alreadyInJob(facts.identity);
    }
    const others = this.#drives.filter(
      (drive) =>
        !isGivenUp(drive) && !chosen.some(({ facts }) => isSameDrive(facts.identity, drive.identity)),
    );
    if (others.length + chosen.length > maximumDrivesPerJob) {
      const params = { most: maximumDrivesPerJob, count: others.length + chosen.length };
      throw new AppError({ kind: 'user', code: 'disk.tooManyForJob', params });
    }
    this.#checkSizes(chosen);
  }

  #checkSizes(chosen: readonly JudgedDisk[]): void {
    const [largest] = this.pool.files;
    if (largest === undefined || chosen.length === 0) return;
    const largestBytes = Math.max(...chosen.map(({ facts }) => facts.identity.sizeBytes));
    const cost = fileCostBytes(largest);
    // Drives that only help out may be smaller than the largest file, but must hold something.
    const fits = this.#drives.some((drive) => !isGivenUp(drive))
      ? this.pool.fitsAny(usableBytesOf(largestBytes))
      : cost <= usableBytesOf(largestBytes);
    if (fits) return;
    throw new AppError({
      kind: 'user',
      code: 'disk.tooSmallForBlob',
      params: {
        file: largest.name,
        bytes: largest.bytes,
        neededBytes: capacityFor(cost),
        largestBytes,
      },
      retry: 'choose-again',
    });
  }

  /** Adds an authorised drive; it gets files when there are some for it. @throws AppError `disk.alreadyInJob` */
  add(drive: SessionDrive): void {
    const earlier = this.#drives.find(({ driveId }) => driveId === drive.driveId);
    if (earlier?.isRunning === true || earlier?.state === 'ready') throw alreadyInJob(earlier.identity);
    if (earlier !== undefined) {
      const files = releaseFiles(earlier);
      // What an earlier session wrote is still there when the drive was opened instead of erased.
      if (drive.access === 'key' && earlier.state === 'waiting') drive.assigned = files;
      else this.pool.giveBack(files);
    }
    // Whatever the drive brings along is not copied to another one.
    drive.assigned = [...drive.assigned, ...this.pool.takeNamed(drive.found)];
    const others = this.#drives.filter((other) => other !== earlier);
    const room = maximumDrivesPerJob - 1 - others.filter((other) => !isGivenUp(other)).length;
    const givenUp = others.filter(isGivenUp);
    const kept = new Set(givenUp.slice(Math.max(0, givenUp.length - Math.max(0, room))));
    this.#drives = [...others.filter((other) => !isGivenUp(other) || kept.has(other)), drive];
  }

  /** Stops one drive; its files go to others. @throws AppError `disk.notFound` */
  stopDrive(serial: string): void {
    const wanted = driveIdOf({ serial });
    const drive = this.#drives.find(({ driveId }) => driveId === wanted);
    if (drive === undefined || (!drive.isRunning && isGivenUp(drive))) {
      throw new AppError({ kind: 'user', code: 'disk.notFound', params: { diskId: serial } });
    }
    drive.stopping.abort();
    if (!drive.isRunning) {
      drive.state = 'stopped';
      this.pool.giveBack(releaseFiles(drive));
    }
  }

  /** Takes failed drives in again that are back with their key. @returns how many */
  retryFailed(disks: readonly JudgedDisk[]): number {
    const failed = this.#drives.filter(({ state, isRunning }) => state === 'failed' && !isRunning);
    for (const drive of failed) restore(drive, disks);
    return failed.filter(({ state }) => state === 'waiting').length;
  }

  /** What stands in the task while it waits for one more drive. */
  missing(): AppErrorData {
    return new AppError({
      kind: 'user',
      code: 'disk.capacityMissing',
      params: {
        bytes: this.pool.bytes,
        files: this.pool.files.length,
        neededBytes: capacityFor(this.pool.costBytes),
      },
      retry: 'choose-again',
    }).toData();
  }

  /** Drives that have work now and do not run: those with a share of their own, finished ones with room, then spare ones. */
  nextDrives(): SessionDrive[] {
    const idle = this.#drives.filter((drive) => !drive.isRunning && drive.access !== 'none');
    const waiting = idle.filter(({ state }) => state === 'waiting');
    const next = waiting.filter(({ assigned }) => assigned.length > 0);
    if (this.pool.isEmpty) return next;
    const roomy = idle.filter(({ state, roomBytes }) => state === 'ready' && this.pool.fitsAny(roomBytes));
    if (roomy.length > 0) return [...next, ...roomy];
    return [...next, ...this.#shareOut(waiting.filter(({ assigned }) => assigned.length === 0))];
  }

  /** Gives files to spare drives by plan; drives that the plan leaves empty are not touched. */
  #shareOut(spare: readonly SessionDrive[]): SessionDrive[] {
    const plan = planCapacity(
      this.pool.files,
      spare.map(({ driveId, identity }) => ({
        diskId: diskIdSchema.parse(driveId),
        capacityBytes: identity.sizeBytes,
      })),
    );
    return spare.filter((drive) => {
      const share = plan.drives.find(({ diskId }) => String(diskId) === drive.driveId);
      const names = new Set(share?.files.map(({ name }) => name));
      drive.assigned = this.pool.takeNamed(names);
      return drive.assigned.length > 0;
    });
  }
}
