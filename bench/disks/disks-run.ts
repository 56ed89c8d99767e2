import type { Measured } from '../process/measure.ts';
import type { DisksOutcome } from './disks-work.ts';

export const disksCases = ['one', 'two', 'manifest'] as const;
export type DisksCase = (typeof disksCases)[number];

/**
 * - `ours`: one drive, or both at the same time.
 * - `ours-single`: one drive of the case `two`, for comparison.
 * - `md5-cp`: `md5sum`, `cp`, `sync`, `md5sum`.
 * - `dd`: plain direct write, plain direct read.
 */
export type DisksTool = 'ours' | 'ours-single' | 'md5-cp' | 'dd';

/** One run of one program, as measured. */
export interface DisksRun extends Omit<Measured, 'output'> {
  readonly case: DisksCase;
  readonly tool: DisksTool;
  /** Of the case `manifest`. */
  readonly step: 'prepare' | 'writeManifest' | 'readManifest';
  readonly round: number;
  /** Copied, all drives together; of a manifest its length. */
  readonly bytes: number;
  readonly outcome: DisksOutcome | undefined;
}
