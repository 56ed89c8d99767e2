import { driveIdOf } from '../../../src-shared/domain/disk-identity.ts';
import type { DiskIdentity } from '../../../src-shared/domain/disks.ts';
import type { DiskId } from '../../../src-shared/domain/ids.ts';
import type { PreparedDrive, PreparedDriveState } from '../../../src-shared/domain/job.ts';
import type { Progress, TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import type { CopyFile, ReadBack, VerifiedFile } from '../copy/copy-types.ts';

/**
 * How the session gets at a drive's volume.
 * - `erase`: a ticket was redeemed; the drive is cleared, formatted and encrypted first.
 * - `key`: its recovery password is in the secret store.
 * - `none`: neither; the drive can only be listed.
 */
export type DriveAccess = 'erase' | 'key' | 'none';

/** One drive of a session while it runs. The session is its only writer. */
export interface SessionDrive {
  /** Serial without blanks; the drive's name everywhere outside this computer. */
  readonly driveId: string;
  identity: DiskIdentity;
  diskId: DiskId | undefined;
  access: DriveAccess;
  state: PreparedDriveState;
  letter: string | undefined;
  rootPath: string | undefined;
  recoveryPasswordRef: string | undefined;
  /** Files that belong on this drive, verified ones included. */
  assigned: CopyFile[];
  /** Copied and read back in this session. Empty after a restart: then everything is read back again. */
  verified: VerifiedFile[];
  /** Names that the record of an earlier session says are verified; what the page shows until they are read again. */
  verifiedNames: ReadonlySet<string>;
  manifestFile: string | undefined;
  manifestMd5: string | undefined;
  readBack: ReadBack | undefined;
  error: AppErrorData | undefined;
  /** Files of the set that lay on the drive when it was opened with its key; they are its own before any plan is made. */
  found: ReadonlySet<string>;
  /** What the task has still to be told about the drive. */
  remarks: TaskWarning[];
  /** Room for more files when it was last looked at; 0 also when it turned out that the drive cannot be had again. */
  roomBytes: number;
  progress: Progress;
  /** Bytes written and read back in the batch under way, for the overall bar. */
  batchBytes: number;
  isRunning: boolean;
  stopping: AbortController;
}

const noProgress: Progress = { doneBytes: 0, doneFiles: 0 };

export function newSessionDrive(identity: DiskIdentity, access: DriveAccess): SessionDrive {
  return {
    driveId: driveIdOf(identity),
    identity,
    diskId: undefined,
    access,
    state: 'waiting',
    letter: undefined,
    rootPath: undefined,
    recoveryPasswordRef: undefined,
    assigned: [],
    verified: [],
    verifiedNames: new Set(),
    manifestFile: undefined,
    manifestMd5: undefined,
    readBack: undefined,
    error: undefined,
    found: new Set(),
    remarks: [],
    roomBytes: Number.MAX_SAFE_INTEGER,
    progress: noProgress,
    batchBytes: 0,
    isRunning: false,
    stopping: new AbortController(),
  };
}

/** A drive of an earlier session as its record says. */
export function restoredDrive(record: PreparedDrive, files: ReadonlyMap<string, CopyFile>): SessionDrive {
  const assigned = record.files.flatMap(({ name, bytes }) => {
    const file = files.get(name);
    return file?.bytes === bytes ? [file] : [];
  });
  return {
    ...newSessionDrive(record.identity, record.recoveryPasswordRef === undefined ? 'none' : 'key'),
    state: record.state,
    letter: record.letter,
    recoveryPasswordRef: record.recoveryPasswordRef,
    assigned,
    verifiedNames: new Set(record.files.filter(({ verified }) => verified).map(({ name }) => name)),
    manifestFile: record.manifestFile,
    manifestMd5: record.manifestMd5,
    readBack: record.readBack,
    error: record.error,
  };
}

const sumBytes = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((sum, file) => sum + file.bytes, 0);

/** Bytes that are on the drive and were read back. */
export function verifiedBytesOf(drive: SessionDrive): number {
  const inSession = sumBytes(drive.verified);
  if (inSession > 0 || drive.state !== 'ready') return inSession;
  return sumBytes(drive.assigned.filter(({ name }) => drive.verifiedNames.has(name)));
}

/** Number of files that are on the drive and were read back. */
export function verifiedFilesOf(drive: SessionDrive): number {
  if (drive.verified.length > 0 || drive.state !== 'ready') return drive.verified.length;
  return drive.verifiedNames.size;
}

/** Takes every file from a drive, whose content then counts for nothing. @returns the files, for other drives */
export function releaseFiles(drive: SessionDrive): CopyFile[] {
  const files = drive.assigned;
  drive.assigned = [];
  drive.verified = [];
  drive.verifiedNames = new Set();
  drive.manifestFile = undefined;
  drive.manifestMd5 = undefined;
  drive.batchBytes = 0;
  drive.progress = noProgress;
  return files;
}

/** What the job record keeps of a drive. */
export function recordOf(drive: SessionDrive): PreparedDrive {
  const verifiedNow = new Set(drive.verified.map(({ name }) => name));
  const isVerified = (name: string): boolean =>
    verifiedNow.has(name) || (drive.verified.length === 0 && drive.verifiedNames.has(name));
  return {
    identity: drive.identity,
    ...(drive.letter === undefined ? {} : { letter: drive.letter }),
    state: drive.state,
    files: drive.assigned.map(({ name, bytes }) => ({ name, bytes, verified: isVerified(name) })),
    bytes: sumBytes(drive.assigned),
    verifiedBytes: verifiedBytesOf(drive),
    ...(drive.manifestFile === undefined ? {} : { manifestFile: drive.manifestFile }),
    ...(drive.manifestMd5 === undefined ? {} : { manifestMd5: drive.manifestMd5 }),
    ...(drive.recoveryPasswordRef === undefined ? {} : { recoveryPasswordRef: drive.recoveryPasswordRef }),
    ...(drive.readBack === undefined ? {} : { readBack: drive.readBack }),
    ...(drive.rootPath === undefined ? {} : { rootPath: drive.rootPath }),
    ...(drive.error === undefined ? {} : { error: drive.error }),
  };
}
