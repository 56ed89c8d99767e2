import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import type { EventBatch } from './event-batch.ts';
import type { Selection } from './open-selection.ts';

/** What a walking thread starts with. */
export interface WalkStart {
  readonly selection: Selection;
  readonly outputFolder: string;
  /** One 32-bit word: bytes of batches that wait for the backup. */
  readonly held: SharedArrayBuffer;
}

/** Batches may take so much while they wait; some 200,000 entries. */
export const mostHeldBytes = 32 * 1024 * 1024;

/** What a walk has come to. */
export interface WalkTotals {
  readonly totalFiles: number;
  readonly totalBytes: number;
}

export type FromWalk =
  | { readonly kind: 'batch'; readonly batch: EventBatch }
  /** It is so far ahead that it waits. */
  | { readonly kind: 'held' }
  | { readonly kind: 'end'; readonly totals: WalkTotals }
  | { readonly kind: 'failed'; readonly error: AppErrorData };
