/** @file Worker thread: metadata of folders and links, set in batches when they need nothing else any more. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { FileMetadataStore, MetadataToRestore } from '../../platform/ports/file-metadata.ts';
import { failureReason } from '../scan/scan.ts';
import { attributeCharacters } from './attribute-budget.ts';
import { failureOf } from './entry-extras.ts';

/** Most folders and links have some dozen characters; a catalog may give each a million. */
const mostWaitingCharacters = 16 * 1024 * 1024;

interface LateItem {
  readonly item: MetadataToRestore;
  readonly onDone: (failure: string | undefined) => void;
}

export interface LateMetadata {
  /** Undefined: there is nothing that could set metadata here. */
  readonly kind: FileMetadataStore['kind'] | undefined;
  /** @param onDone told why something could not be set; may add further items */
  add(item: MetadataToRestore, onDone: (failure: string | undefined) => void): void;
  /** Sets what waits once it is worth a run. */
  relieve(): Promise<void>;
  /** Sets all that waits, and what is added meanwhile. */
  settle(): Promise<void>;
}

/** Sets metadata of a batch. @returns for each why something could not be set */
export async function restoreMetadata(
  store: FileMetadataStore,
  items: readonly MetadataToRestore[],
): Promise<readonly (string | undefined)[]> {
  try {
    return (await store.restore(items)).map(failureOf);
  } catch (error) {
    const reason = error instanceof AppError ? error.code : failureReason(error);
    return items.map(() => reason);
  }
}

export function createLateMetadata(store: FileMetadataStore | undefined): LateMetadata {
  const waiting: LateItem[] = [];
  let waitingCharacters = 0;
  const flush = async (): Promise<void> => {
    const batch = waiting.splice(0);
    waitingCharacters = 0;
    if (store === undefined || batch.length === 0) return;
    const failures = await restoreMetadata(
      store,
      batch.map(({ item }) => item),
    );
    for (const [index, { onDone }] of batch.entries()) onDone(failures[index]);
  };
  return {
    kind: store?.kind,
    add(item, onDone) {
      const { securityDescriptor: security, extendedAttributes } = item;
      const own = { ...(security === undefined ? {} : { security }) };
      waitingCharacters += attributeCharacters(
        extendedAttributes === undefined ? own : { ...own, extendedAttributes },
      );
      waiting.push({ item, onDone });
    },
    async relieve() {
      const isFull = waiting.length >= (store?.batchSize ?? 0) || waitingCharacters >= mostWaitingCharacters;
      if (isFull && waiting.length > 0) await flush();
    },
    async settle() {
      while (waiting.length > 0) await flush();
    },
  };
}
