import path from 'node:path';
import type { RecoverResult } from '../../../src-shared/contract/recover-calls.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import type { ShelvedDrive } from '../../practice/drives/drive-shelf.ts';
import { openForReading } from '../../practice/drives/read-volume.ts';
import type { PhaseReport, PracticeFolders } from './journey-context.ts';
import { isIdentical } from './journey-recover.ts';
import type { PracticeStage } from './practice-options.ts';

interface FileOnDrive {
  /** Path on the drive, with a leading backslash. */
  readonly path: string;
  /** The regular file that holds it while the drive is locked or open (docs/practice.md). */
  readonly onDisk: string | undefined;
}

export interface DriveReport {
  readonly serial: string;
  readonly folder: string;
  readonly bytes: number;
  readonly blobs: number;
  readonly readBack: string | undefined;
  readonly manifestPath: string | undefined;
  readonly manifestMd5: string | undefined;
  /** Key of the practice drive, so that a separate program can read it. Practice only: it opens nothing else. */
  readonly recoveryPassword: string;
  readonly files: readonly FileOnDrive[];
}

export interface PracticeReport {
  readonly outcome: 'identical' | 'stopped' | 'different' | 'failed';
  readonly reached: PracticeStage | 'nothing';
  readonly phases: readonly PhaseReport[];
  readonly stagingBytes: number;
  readonly stagedFiles: number;
  readonly skippedFiles: number;
  readonly drives: readonly DriveReport[];
  readonly jobStates: readonly string[];
  readonly recovered:
    | {
        readonly files: number;
        readonly bytes: number;
        readonly differences: number;
        /** What could not come back: of a kind that no backup holds, or failed on the way. */
        readonly notRecovered: number;
        readonly differenceList: readonly { readonly path: string; readonly code: string }[];
      }
    | undefined;
  readonly paths: {
    readonly work: string;
    readonly source: string;
    readonly staging: string;
    readonly drives: string;
    readonly recovered: string;
  };
  readonly error: AppErrorData | undefined;
}

/** What stands on one prepared drive, found the way a separate program would: with the drive's key. */
export async function describeDrive(
  drive: JobSnapshot['drives'][number],
  shelved: ShelvedDrive,
  recoveryPassword: string,
  sessionFolder: string,
): Promise<DriveReport> {
  const volume = await openForReading(shelved.folder, shelved.record, recoveryPassword);
  const find = async (text: string): Promise<FileOnDrive> => ({
    path: text,
    onDisk: await volume?.findFile(text.replaceAll('\\', '/').replace(/^\//, '')),
  });
  const manifest = drive.manifestFile === undefined ? undefined : await find(drive.manifestFile);
  return {
    serial: drive.identity.serial,
    folder: shelved.folder,
    bytes: drive.verifiedBytes,
    blobs: drive.files.length,
    readBack: drive.readBack,
    manifestPath: manifest?.onDisk,
    manifestMd5: drive.manifestMd5,
    recoveryPassword,
    files: await Promise.all(drive.files.map(({ name }) => find(`\\${sessionFolder}\\${name}`))),
  };
}

/** Puts the report together from the job record and what this run saw. */
export function buildReport(parts: {
  readonly job: JobSnapshot | undefined;
  readonly drives: readonly DriveReport[];
  readonly phases: readonly PhaseReport[];
  readonly reached: PracticeStage | 'nothing';
  readonly recovered: RecoverResult | undefined;
  readonly folders: PracticeFolders;
  readonly driveShelf: string;
  readonly error: AppErrorData | undefined;
}): PracticeReport {
  const { job, recovered, folders, error } = parts;
  const outcome =
    error !== undefined
      ? 'failed'
      : recovered === undefined
        ? 'stopped'
        : isIdentical(recovered)
          ? 'identical'
          : 'different';
  return {
    outcome,
    reached: parts.reached,
    phases: parts.phases,
    stagingBytes: job?.staging?.stagedBytes ?? 0,
    stagedFiles: job?.staging?.files ?? 0,
    skippedFiles: job?.staging?.skippedFiles ?? 0,
    drives: parts.drives,
    jobStates: job?.monitor?.history.map(({ state }) => state) ?? [],
    recovered:
      recovered === undefined
        ? undefined
        : {
            files: recovered.restoredFiles,
            bytes: recovered.restoredBytes,
            differences: recovered.compared?.differenceCount ?? 0,
            notRecovered: recovered.skippedCount + recovered.failedCount,
            differenceList:
              recovered.compared?.differences.map(({ path: at, code }) => ({ path: at, code })) ?? [],
          },
    paths: {
      work: folders.work,
      source: folders.source,
      staging: folders.staging,
      drives: parts.driveShelf,
      recovered: recovered?.targetPath ?? path.resolve(folders.recovered),
    },
    error,
  };
}
