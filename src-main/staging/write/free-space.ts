/** @file Worker thread: tells early, and in numbers, that staging is too small. */
import { statfsSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/** Bytes that this user may still write below a folder; undefined when the system does not tell. */
export function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** `staging.noSpace` with what is missing, whole bytes. */
export function noSpace(path: string, missingBytes: number): AppError {
  return new AppError({
    kind: 'environment',
    code: 'staging.noSpace',
    params: { path, missingBytes: Math.max(1, Math.ceil(missingBytes)) },
    field: 'draft.offlineDetails.stagingLocation',
    retry: 'resume',
  });
}

/** What a run knows about its output when the disk is full. */
export interface SpaceOutlook {
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Bytes written for `doneBytes`. */
  readonly writtenBytes: number;
}

/** Estimate of the bytes that still have to be written, from the ratio so far. */
export function remainingBytes(outlook: SpaceOutlook): number {
  const ratio = outlook.doneBytes > 0 ? Math.min(1.02, outlook.writtenBytes / outlook.doneBytes) : 1;
  return Math.max(0, outlook.totalBytes - outlook.doneBytes) * ratio;
}
