import type { Difference } from '../../src-shared/contract/recover-calls.ts';
import type { RecoveryPointId, SetId } from '../../src-shared/domain/ids.ts';
import type { BackupItem, Exclusion, InitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { TaskWarning } from '../../src-shared/domain/tasks.ts';
import type { VolumeLocation } from './volume-source.ts';

/** What the copy computer and the vault need later; goes into the descriptor readable without the passphrase. No secrets. */
export type JobDetails = Readonly<Record<string, string>>;

/** The page of a descriptor, as far as it says something about the recovery point (staging-format.md 5). */
export interface PointHeader {
  readonly setId: SetId;
  readonly recoveryPointId: RecoveryPointId;
  readonly createdAt: string;
  readonly finishedAt: string;
  readonly creator: string;
  readonly machineName: string;
  readonly job: JobDetails;
  readonly totals: PointTotals;
  /** Folders besides the staging location that took volumes, as the source computer spells them. */
  readonly furtherFolders?: readonly string[];
}

export interface PointTotals {
  readonly files: number;
  readonly folders: number;
  readonly sourceBytes: number;
  /** Bytes of all volumes that the point refers to. */
  readonly stagedBytes: number;
  readonly skipped: number;
}

/** What the files of a set have in common. */
export interface SetIdentity {
  readonly setId: string;
  readonly dataKey: Uint8Array;
  readonly creator: string;
  /** Import job name: file names begin with it. */
  readonly baseName: string;
}

/** One line of the volume table. */
export interface VolumeRow {
  readonly number: number;
  readonly volumeId: string;
  readonly file: string;
  readonly length: number;
  /** MD5 of every 4 MiB range, 16 bytes each, joined, base64. */
  readonly pageRangeMd5: string;
}

/** A file of a set as it has to be copied. `pageRangeMd5` as in the volume table. */
export interface StagedFile {
  readonly name: string;
  readonly length: number;
  readonly pageRangeMd5: string;
}

/** A copy of a descriptor that has to be, or was, written anew from its twin. */
export interface DescriptorRepair {
  readonly file: string;
  /** The twin, which is whole. */
  readonly from: string;
  /** `differs`: whole, but of a run that was killed before it was finished. */
  readonly reason: 'missing' | 'damaged' | 'differs';
}

/** Everything that lies in staging for one set, told without the passphrase. */
export interface SetDescription {
  readonly header: PointHeader;
  /** Both are always copied. One that is in `repairs` is described as it has to be. */
  readonly descriptor: StagedFile;
  readonly mirror: StagedFile;
  readonly volumes: readonly VolumeRow[];
  readonly repairs: readonly DescriptorRepair[];
}

export interface BackUpRequest {
  readonly draft: InitiateDraft;
  readonly passphrase: string;
  /** Goes on with this set, or gives the new set this id. */
  readonly setId?: SetId;
  readonly jobDetails: JobDetails;
  /** What the backup may take at each moment; to be read with `readSpeedLimit`. Absent: no limit. */
  readonly speedLimit?: SharedArrayBuffer;
  /** A full staging location is waited for, and said in the progress, instead of ending the backup with `staging.noSpace`. */
  readonly waitsForSpace?: boolean;
  /** Where volumes go when the staging location is full; to be read with `readFurtherFolders`. */
  readonly furtherFolders?: SharedArrayBuffer;
  /** Threads that pack; absent: as many as this computer is good for. */
  readonly threads?: number;
}

export type PointEntryKind = 'root' | 'folder' | 'file' | 'link' | 'hardLink' | 'special' | 'skipped';

/** Entry of a recovery point for browsing and searching, in catalog order. */
export interface PointEntry {
  /**
   * Root number, then the path: `0/photos/a.jpg`; a root is `0`. Bytes of a name that are no UTF-8 stand as lone surrogates
   * U+DC80 to U+DCFF, so that the text leads back to the entry.
   */
  readonly path: string;
  readonly root: number;
  /** Last part of the path; for a root its absolute path on the source. */
  readonly name: string;
  readonly kind: PointEntryKind;
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly modifiedAt: string;
  readonly mode: number | undefined;
  /** Link target, `path` of a hard link's content, or why an entry was skipped. */
  readonly note: string | undefined;
}

export interface RecoveryPointReader {
  readonly header: PointHeader;
  /** Streams the catalog; roots, then what is in them, folders before their content. @throws AppError `staging.descriptorDamaged` */
  entries(): AsyncIterable<PointEntry>;
  close(): Promise<void>;
}

export type RestoreTarget =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'original' }
  | { readonly kind: 'verifyOnly' };

export interface RestoreRequest {
  readonly location: VolumeLocation;
  readonly descriptorFile: string;
  readonly dataKey: Uint8Array;
  /** `PointEntry.path`s; a folder means all below it. Empty: everything. */
  readonly selection: readonly string[];
  readonly target: RestoreTarget;
  readonly conflict: 'skip' | 'overwrite' | 'keepBoth';
}

/** Where a root went, so that it can be compared. */
export interface RestoredRoot {
  readonly number: number;
  readonly kind: 'folder' | 'file';
  /** Absolute path on the source. */
  readonly source: string;
  /** Absolute path of what was restored. */
  readonly target: string;
  /** The target was made or found empty, and so got the times, mode and owner of the root. */
  readonly isOwn: boolean;
}

export interface RestoreResult {
  readonly restoredFiles: number;
  readonly restoredBytes: number;
  /** Of `restoredFiles`, those that an earlier run of this restore, killed or stopped, had restored already. */
  readonly earlierFiles?: number;
  /**
   * `skipped`: was there already. What never had content in the backup (pipes, sockets, files that could not be read then) is in
   * neither list; the task is told by a warning. At most 1000 each; the counts are whole.
   */
  readonly skipped: readonly TaskWarning[];
  readonly failed: readonly TaskWarning[];
  readonly skippedCount: number;
  readonly failedCount: number;
  readonly targetPath: string | undefined;
  readonly roots: readonly RestoredRoot[];
}

/** Two trees, or two files, that should be the same. */
export interface ComparePair {
  readonly expected: string;
  readonly found: string;
  /** The backed up item that `expected` is or lies in; absent: `expected` itself. */
  readonly item?: string;
  /** False: times, mode and owner of the two themselves do not count, since the found one was somebody else's before. */
  readonly withOwnAttributes?: boolean;
}

export interface CompareRequest {
  readonly pairs: readonly ComparePair[];
  /** Left out on the expected side. */
  readonly exclusions: readonly Exclusion[];
  /** Items of the backup, of which some may be without the folders below; absent: all have them. */
  readonly items?: readonly BackupItem[];
}

export interface CompareResult {
  readonly files: number;
  readonly bytes: number;
  /** At most 1000. */
  readonly differences: readonly Difference[];
  readonly differenceCount: number;
}

export interface VerifyRequest {
  readonly location: VolumeLocation;
  readonly descriptorFile: string;
  /** With it every block is authenticated; without it the page-range MD5s are checked. */
  readonly dataKey?: Uint8Array;
}

export interface VerifyResult {
  readonly volumes: number;
  readonly bytes: number;
  /** At most 1000. */
  readonly damaged: readonly {
    readonly file: string;
    readonly code: 'staging.volumeDamaged' | 'staging.volumeMissing' | 'staging.descriptorDamaged';
  }[];
  readonly damagedCount: number;
  /** With the data key: files that damage of volumes costs, at most 1000, as a restore would tell them; the count is whole. */
  readonly damagedFiles?: readonly TaskWarning[];
  readonly damagedFileCount?: number;
}

export interface IncrementRequest {
  readonly previous: { readonly location: VolumeLocation; readonly descriptorFile: string };
  readonly dataKey: Uint8Array;
  readonly items: readonly BackupItem[];
  readonly exclusions: readonly Exclusion[];
  /** Existing folder that takes new volumes and the new descriptor. */
  readonly outputFolder: string;
  /** Volumes in the folder from this number on are of an interrupted increment on the same point; their chunks are not written again. */
  readonly nextVolumeNumber: number;
  readonly volumeBytes: number;
  /** As in `BackUpRequest`. */
  readonly speedLimit?: SharedArrayBuffer;
  /** As in `BackUpRequest`. */
  readonly waitsForSpace?: boolean;
  /** Threads that pack; absent: as many as this computer is good for. */
  readonly threads?: number;
}

export interface IncrementResult {
  readonly header: PointHeader;
  readonly descriptorFile: string;
  /** New volumes in the output folder, in order of number. */
  readonly volumeFiles: readonly string[];
  /** Bytes of new volumes and descriptor. */
  readonly addedBytes: number;
  readonly changedFiles: number;
  readonly unchangedFiles: number;
  readonly skippedFiles: number;
  readonly reportFile: string | undefined;
}
