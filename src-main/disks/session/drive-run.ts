/** @file Main process: one drive of a session from its volume to its manifest. Bytes are moved in the drive's worker thread. */
import {
  fileCostBytes,
  manifestBytesFor,
  usableBytesOfVolume,
} from '../../../src-shared/domain/capacity-planning.ts';
import type { PreparedDriveState } from '../../../src-shared/domain/job.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import type { TaskControl, WorkControl } from '../../jobs/task-control.ts';
import type { MountedVolume } from '../../platform/ports/disk-platform.ts';
import type {
  CopyFile,
  CopyInput,
  CopyOutput,
  CopyTarget,
  SealInput,
  SealOutput,
} from '../copy/copy-types.ts';
import { manifestFile } from '../manifest/manifest-types.ts';
import { presentFiles } from '../recover/inspect-drive.ts';
import { driveControl } from './drive-control.ts';
import type { FilePool } from './file-pool.ts';
import { removeHalfWritten, removeLeftovers } from './leftovers.ts';
import { type OpenVolumePorts, openVolume } from './open-volume.ts';
import { requireProtected } from './protection.ts';
import type { SessionDrive } from './session-drive.ts';
import type { StagedSet } from './staged-set.ts';

export interface DriveRunPorts extends OpenVolumePorts {
  readonly copy: (input: CopyInput, control: WorkControl) => Promise<CopyOutput>;
  readonly seal: (input: SealInput, control: WorkControl) => Promise<SealOutput>;
  /** Program and version, as the manifest names its writer. */
  readonly clientCreator: string;
}

/** What a drive sees of its session. */
export interface DriveRunContext {
  readonly ports: DriveRunPorts;
  readonly set: StagedSet;
  readonly pool: FilePool;
  readonly task: TaskControl;
  /** Drives that run at present, this one counted. */
  drivesAtOnce(): number;
  /** Shows a change; `isDurable` also writes it into the job record before it resolves. */
  changed(drive: SessionDrive, isDurable: boolean): Promise<void>;
  /** Staging cannot give this file to any drive. */
  refuse(file: CopyFile, error: AppErrorData): void;
}

class DriveRun {
  readonly #context: DriveRunContext;
  readonly #drive: SessionDrive;
  readonly #control: WorkControl;
  /** Why staging did not give a file to this drive; the first one. */
  #refusal: AppErrorData | undefined;

  constructor(context: DriveRunContext, drive: SessionDrive) {
    this.#context = context;
    this.#drive = drive;
    this.#control = driveControl(context.task, drive.stopping.signal, {
      onPhase: (phase) => {
        if (phase === 'copying' || phase === 'verifying') void this.#enter(phase, false);
      },
      onProgress: (progress) => {
        drive.progress = { ...drive.progress, ...progress };
        void context.changed(drive, false);
      },
    });
  }

  async run(): Promise<void> {
    const { ports, set } = this.#context;
    const drive = this.#drive;
    const isFinished = drive.state === 'ready';
    const volume = await openVolume(ports, drive, set.sessionFolder, this.#control, (state) =>
      this.#enter(state, true),
    );
    drive.letter = volume.letter;
    drive.rootPath = volume.rootPath;
    drive.error = undefined;
    await requireProtected(ports, drive, this.#control, false);
    const target: CopyTarget = {
      serial: drive.identity.serial,
      rootPath: volume.rootPath,
      sessionFolder: set.sessionFolder,
      canReadBackUncached: volume.canReadBackUncached,
    };
    await removeHalfWritten(target);
    if (isFinished && !(await this.#hasRoomForMore(volume))) {
      await this.#lock();
      return;
    }
    await this.#copyWhatFits(volume, target);
    if (drive.verified.length > 0) {
      await requireProtected(ports, drive, this.#control, true);
      await this.#seal(volume, target);
    }
    await this.#lock();
    await this.#enter(this.#endState(), true);
  }

  /** A drive that staging gave nothing to is taken up again by itself; one on which nothing fitted is not wanted any more. */
  #endState(): PreparedDriveState {
    if (this.#drive.verified.length > 0) return 'ready';
    this.#drive.error = this.#refusal;
    return this.#refusal === undefined ? 'stopped' : 'failed';
  }

  async #lock(): Promise<void> {
    await this.#context.ports.platform.lock(this.#drive.identity);
    this.#drive.rootPath = undefined;
  }

  /** A finished drive is looked into only when it can take something: all of it would have to be read back again. */
  async #hasRoomForMore(volume: MountedVolume): Promise<boolean> {
    this.#drive.roomBytes = await this.#room(volume);
    return this.#context.pool.fitsAny(this.#drive.roomBytes);
  }

  async #enter(state: PreparedDriveState, isDurable: boolean): Promise<void> {
    if (this.#drive.state !== state) {
      this.#drive.state = state;
      this.#drive.progress = { doneBytes: 0, doneFiles: 0 };
    }
    await this.#context.changed(this.#drive, isDurable);
  }

  /** Room for further files: what is free, less the manifest that is still to be written for all files. */
  async #room(volume: MountedVolume): Promise<number> {
    const manifestBytes = this.#drive.verified.reduce((sum, file) => sum + manifestBytesFor(file), 0);
    return Math.max(0, usableBytesOfVolume(await volume.freeBytes()) - manifestBytes);
  }

  /** Its own share first, then whatever the pool has that fits, until nothing does. */
  async #copyWhatFits(volume: MountedVolume, target: CopyTarget): Promise<void> {
    const drive = this.#drive;
    const { pool } = this.#context;
    for (;;) {
      await this.#control.waitWhilePaused();
      drive.roomBytes = await this.#room(volume);
      const batch = await this.#nextBatch(target);
      if (batch.length === 0) return;
      const output = await this.#copyBatch(batch, target);
      if (output.unplaced.length === 0) continue;
      const names = new Set(output.unplaced);
      pool.giveBack(batch.filter(({ name }) => names.has(name)));
      drive.assigned = drive.assigned.filter(({ name }) => !names.has(name));
      drive.roomBytes = 0;
      return;
    }
  }

  async #nextBatch(target: CopyTarget): Promise<CopyFile[]> {
    const { pool } = this.#context;
    const drive = this.#drive;
    const done = new Set(drive.verified.map(({ name }) => name));
    const pending = drive.assigned.filter(({ name }) => !done.has(name));
    const present = await presentFiles(target, [...pending, ...pool.files]);
    let roomBytes = drive.roomBytes;
    const batch: CopyFile[] = [];
    const tooMuch: CopyFile[] = [];
    for (const file of pending) {
      const cost = present.has(file.name) ? manifestBytesFor(file) : fileCostBytes(file);
      if (cost > roomBytes && !present.has(file.name)) tooMuch.push(file);
      else {
        roomBytes -= cost;
        batch.push(file);
      }
    }
    pool.giveBack(tooMuch);
    const more = pool.takeFitting(roomBytes, present);
    const given = new Set(tooMuch.map(({ name }) => name));
    drive.assigned = [...drive.assigned.filter(({ name }) => !given.has(name)), ...more];
    return [...batch, ...more];
  }

  async #copyBatch(batch: readonly CopyFile[], target: CopyTarget): Promise<CopyOutput> {
    const { ports, set, refuse } = this.#context;
    const drive = this.#drive;
    drive.batchBytes = batch.reduce((sum, file) => sum + file.bytes, 0);
    await this.#enter('copying', true);
    const output = await ports.copy(
      {
        kind: 'copy',
        target,
        stagingPath: set.stagingPath,
        describedAtMilliseconds: set.describedAtMilliseconds,
        files: batch,
        drivesAtOnce: this.#context.drivesAtOnce(),
      },
      this.#control,
    );
    drive.batchBytes = 0;
    drive.progress = { doneBytes: 0, doneFiles: 0 };
    drive.verified.push(...output.verified);
    drive.readBack = output.readBack === 'cached' || drive.readBack === 'cached' ? 'cached' : 'device';
    for (const { name, error } of output.refused) {
      this.#refusal ??= error;
      const file = batch.find((candidate) => candidate.name === name);
      if (file !== undefined) refuse(file, error);
      drive.assigned = drive.assigned.filter((candidate) => candidate.name !== name);
    }
    await this.#context.changed(drive, true);
    return output;
  }

  /** Files of the set that other drives have. What nobody has may still be wanted from this one. */
  #namesOfOthers(): Set<string> {
    const { set, pool } = this.#context;
    const others = new Set(set.files.map(({ name }) => name));
    for (const { name } of [...this.#drive.verified, ...pool.files]) others.delete(name);
    return others;
  }

  async #seal(volume: MountedVolume, target: CopyTarget): Promise<void> {
    const { ports, set } = this.#context;
    const drive = this.#drive;
    await this.#enter('writingManifest', true);
    await removeLeftovers(target, this.#namesOfOthers());
    const { manifestMd5 } = await ports.seal(
      {
        kind: 'seal',
        target,
        driveId: drive.driveId,
        container: set.container,
        ...(set.blobs === undefined ? {} : { blobs: set.blobs }),
        clientCreator: ports.clientCreator,
        files: drive.verified,
      },
      this.#control,
    );
    drive.manifestFile = manifestFile;
    drive.manifestMd5 = manifestMd5;
    drive.roomBytes = await this.#room(volume);
  }
}

/**
 * Prepares one drive: volume, files, manifest, lock. Ends in the state `ready`, `stopped` when nothing fitted on it, or `failed` when
 * staging could give it nothing.
 * @throws AppError of kind device, which ends this drive only; `task.stopped`
 */
export function runDrive(context: DriveRunContext, drive: SessionDrive): Promise<void> {
  return new DriveRun(context, drive).run();
}
