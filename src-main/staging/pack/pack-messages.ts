import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import type { ByteText } from '../format/byte-text.ts';
import type { SetIdentity, VolumeRow } from '../staging-types.ts';
import type { WriteLimits } from '../write/write-limits.ts';
import type { ChunkIndexMemory } from './chunk-index.ts';
import type { FileState } from './file-state.ts';

/** What a packing thread starts with. The data key lives in the thread only. */
export interface PackStart {
  readonly folder: string;
  readonly set: SetIdentity;
  /** Whether the keys are durable (`createKeysCell`); before that no volume gets its name. */
  readonly keys: SharedArrayBuffer;
  readonly limits: WriteLimits;
  readonly index: ChunkIndexMemory;
  /** The task's state (`createWorkerGate`). */
  readonly state: SharedArrayBuffer;
  /** `packCounters`. */
  readonly counters: SharedArrayBuffer;
  /** Milliseconds by which the job's clock is ahead of this computer's. */
  readonly clockOffset: number;
  readonly waitsForSpace: boolean;
  /** Where volumes go when the folder is full (`readFurtherFolders`). */
  readonly furtherFolders: SharedArrayBuffer | undefined;
  /** What the backup may take at each moment (`readSpeedLimit`); absent: everything. */
  readonly speedLimit: SharedArrayBuffer | undefined;
  /** How many threads pack. */
  readonly threads: number;
}

/** Words of 64 bits that all packing threads share. */
export const packCounters = {
  readBytes: 0,
  writtenBytes: 1,
  heldBytes: 2,
  nextNumber: 3,
  /** Microseconds that threads spent reading the source, waiting for the staging location, and held back by the speed limit. */
  readingTime: 4,
  writingTime: 5,
  pacedTime: 6,
} as const;
export const packCounterCount = 7;

/** Path as file calls take it. Names that are no text are bytes. */
export type PackPath = string | Uint8Array;

/** 64-bit words per file of what the walk saw: size, modification time in nanoseconds, inode. */
export const seenWords = 3;

export type PackJob =
  | {
      readonly kind: 'files';
      readonly id: number;
      readonly paths: readonly PackPath[];
      /** `seenWords` for each file. */
      readonly seen: BigInt64Array;
    }
  | {
      /** As `files`, for names that can be told as bytes. */
      readonly kind: 'group';
      readonly id: number;
      /** Stands before every path. */
      readonly folder: ByteText;
      /** Side by side, with `pathSeparator` between. */
      readonly paths: string;
      readonly seen: BigInt64Array;
    }
  | {
      readonly kind: 'segment';
      readonly id: number;
      readonly path: PackPath;
      readonly seen: BigInt64Array;
      readonly offset: number;
      readonly length: number;
    }
  /** Write what is gathered. */
  | { readonly kind: 'flush' }
  | { readonly kind: 'finish' };

/** What has to be said of a file beside its content. */
export type PackRemark =
  /** It is not what the walk saw; `isChanged`: it changed again while it was read. */
  | { readonly kind: 'moved'; readonly state: FileState; readonly isChanged: boolean }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Content of the files of a job, side by side, so that a thousand files travel as three arrays. */
export interface PackedFiles {
  /** Pieces per file. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Index number of every piece; -1 is a hole. */
  readonly numbers: Int32Array<ArrayBuffer>;
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** By position in the job. */
  readonly remarks: ReadonlyMap<number, PackRemark>;
}

export type FromPacker =
  | { readonly kind: 'packed'; readonly id: number; readonly packed: PackedFiles }
  | { readonly kind: 'volume'; readonly row: VolumeRow }
  | { readonly kind: 'full'; readonly missingBytes: number; readonly folder: string }
  | { readonly kind: 'flushed' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly error: AppErrorData }
  | { readonly kind: 'crashed'; readonly message: string; readonly stack: string };
