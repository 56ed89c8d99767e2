/** @file Worker thread: a file that has its place, and how it went with it. */
import type { ByteText } from '../format/byte-text.ts';
import type { RestoreJournal } from './restore-journal.ts';
import type { PlacedFile } from './unpack-jobs.ts';

/** How it went with a file. */
export type FileOutcome =
  | { readonly kind: 'whole'; readonly attributeFailure?: string }
  /** The file is not there. `fatal`: nor will any other be. */
  | { readonly kind: 'damaged' | 'target' | 'fatal'; readonly reason: string };

export interface FileOrder extends PlacedFile {
  /** Of its line in the catalog. */
  readonly ordinal: number;
  /** Replaces something of somebody else's. */
  readonly isOver: boolean;
  /** May throw to stop the restore. */
  readonly onDone: (outcome: FileOutcome) => void;
}

/** Notes in the journal what is about to be written. */
export function beginOrders(journal: RestoreJournal, orders: readonly FileOrder[]): void {
  const names = new Map<number, ByteText>();
  for (const { ordinal, line, name } of orders) if (!line.path.endsWith(name)) names.set(ordinal, name);
  journal.begin({
    ordinals: orders.map(({ ordinal }) => ordinal),
    over: orders.filter(({ isOver }) => isOver).map(({ ordinal }) => ordinal),
    names,
  });
}
