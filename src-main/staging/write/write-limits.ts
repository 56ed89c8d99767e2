import { indexRecordBytes, pageBytes } from '../format/constants.ts';

/** How the writer cuts and packs, for a volume length (staging-format.md 9). */
export interface WriteLimits {
  /** No volume is longer, index and trailer included. */
  readonly volumeBytes: number;
  readonly minimumChunkBytes: number;
  /** A power of two. */
  readonly averageChunkBytes: number;
  readonly maximumChunkBytes: number;
  /** Shorter files are one chunk, shorter chunks are gathered into blocks. */
  readonly smallBytes: number;
  readonly gatheredBlockBytes: number;
  readonly gatheredBlockChunks: number;
}

const mebibyte = 1024 * 1024;

/** Volumes below 16 MiB get smaller chunks, so that a few always fit. */
export function writeLimits(volumeBytes: number): WriteLimits {
  const capacity = Math.floor(volumeBytes / pageBytes) * pageBytes;
  const largest = Math.min(16 * mebibyte, 2 ** Math.floor(Math.log2(capacity)));
  const maximumChunkBytes = largest / 4;
  const averageChunkBytes = maximumChunkBytes / 4;
  const minimumChunkBytes = averageChunkBytes / 4;
  return {
    volumeBytes: capacity,
    minimumChunkBytes,
    averageChunkBytes,
    maximumChunkBytes,
    smallBytes: minimumChunkBytes,
    gatheredBlockBytes: averageChunkBytes,
    gatheredBlockChunks: Math.min(4096, Math.floor(largest / 8 / indexRecordBytes)),
  };
}
