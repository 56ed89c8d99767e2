import type { BlobKind } from '../../../src-shared/domain/opaque.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import type { ImportDisposition } from '../manifest/manifest-types.ts';

/** A file of a set on its way to a drive. */
export interface CopyFile {
  readonly name: string;
  readonly bytes: number;
  /** MD5s of its 4 MiB ranges from staging, joined; absent for files that nobody hashed yet. */
  readonly pageRangeMd5?: Uint8Array;
}

/** Where a drive takes its files. */
export interface CopyTarget {
  /** Names the drive in errors. */
  readonly serial: string;
  readonly rootPath: string;
  /** Folder below the root, named after the import job. */
  readonly sessionFolder: string;
  readonly canReadBackUncached: boolean;
}

/** Copies files to one drive, then reads every byte back. */
export interface CopyInput {
  readonly kind: 'copy';
  readonly target: CopyTarget;
  readonly stagingPath: string;
  /** When staging was described; a source file changed after it is named as changed, not as damaged. */
  readonly describedAtMilliseconds: number;
  readonly files: readonly CopyFile[];
  /** Drives that are written at the same time, this one counted: the more, the less memory each takes. */
  readonly drivesAtOnce: number;
}

/** A file that is on the drive, read back and right. */
export interface VerifiedFile {
  readonly name: string;
  readonly bytes: number;
  readonly pageRangeMd5: Uint8Array;
}

export interface CopyOutput {
  readonly verified: readonly VerifiedFile[];
  /** Files that staging did not give: damaged, missing or changed there. The drive is not to blame. */
  readonly refused: readonly { readonly name: string; readonly error: AppErrorData }[];
  /** Files that found no room. */
  readonly unplaced: readonly string[];
  /** Files that were there already and right, from an interrupted session. */
  readonly foundOnDrive: readonly string[];
  readonly readBack: ReadBack;
}

/** What the files of a drive become in Azure, for folders of other programs. */
export interface BlobSettings {
  readonly kind: BlobKind;
  /** Virtual folder inside the container: empty, or ending with a slash. */
  readonly prefix: string;
  readonly disposition: ImportDisposition;
  /** Texts of XML files that all blobs share (import-export.md 2.2). */
  readonly metadata?: string;
  readonly properties?: string;
}

/** Writes the manifest of a drive: its last file. */
export interface SealInput {
  readonly kind: 'seal';
  readonly target: CopyTarget;
  readonly driveId: string;
  readonly container: string;
  /** Absent: page blobs that replace what is there. */
  readonly blobs?: BlobSettings;
  readonly clientCreator: string;
  readonly files: readonly VerifiedFile[];
}

export interface SealOutput {
  readonly manifestMd5: string;
  readonly manifestBytes: number;
}

export type CopyWorkerInput = CopyInput | SealInput;

/** `device`: the device was asked; `cached`: the system cache may have answered. */
export type ReadBack = 'device' | 'cached';
