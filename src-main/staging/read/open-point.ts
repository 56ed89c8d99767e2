/** @file Main process or worker: opens a recovery point with its passphrase or data key, for browsing. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { bytesToShownText } from '../format/byte-text.ts';
import type { CatalogEntry } from '../format/catalog-entry.ts';
import { openWithPassphrase } from '../keys/open-with-passphrase.ts';
import type { PointEntry, RecoveryPointReader } from '../staging-types.ts';
import type { VolumeLocation } from '../volume-source.ts';
import { readCatalog } from './catalog-reader.ts';
import { openDescriptor } from './descriptor-reader.ts';
import { openVolumeSource } from './open-volume-source.ts';
import { headerOf } from './point-header.ts';

function noteOf(entry: CatalogEntry): string | undefined {
  switch (entry.kind) {
    case 'link':
      return bytesToShownText(entry.target);
    case 'hardLink':
      return bytesToShownText(entry.linkTo);
    case 'special':
      return entry.specialKind;
    case 'skipped':
      return entry.reason;
    case 'root':
    case 'folder':
    case 'file':
      return undefined;
  }
}

/** ISO 8601 within what JavaScript dates can hold. */
function instantOf(nanoseconds: string | undefined): string {
  const milliseconds = Number(BigInt(nanoseconds ?? '0') / 1_000_000n);
  return new Date(Math.max(-62_135_596_800_000, Math.min(253_402_300_799_999, milliseconds))).toISOString();
}

function describeEntry(root: number, entry: CatalogEntry): PointEntry {
  const shown = bytesToShownText(entry.path);
  const isRoot = entry.kind === 'root';
  return {
    path: isRoot || shown === '' ? `${root}` : `${root}/${shown}`,
    root,
    name: isRoot ? shown : shown.slice(shown.lastIndexOf('/') + 1),
    kind: entry.kind,
    sizeBytes: entry.kind === 'file' ? entry.size : 0,
    modifiedAt: instantOf(entry.modified),
    mode: entry.mode,
    note: noteOf(entry),
  };
}

/**
 * @param onMirrorUsed told the descriptor's name when its mirror stands in
 * @throws AppError `staging.passphraseWrong`, `staging.descriptorMissing`, `staging.descriptorDamaged`
 */
export async function unlockPoint(
  location: VolumeLocation,
  descriptorFile: string,
  passphrase: string,
  onMirrorUsed?: (file: string) => void,
): Promise<Uint8Array> {
  const source = await openVolumeSource(location);
  try {
    return (await openWithPassphrase(source, descriptorFile, passphrase, { onMirrorUsed })).dataKey;
  } finally {
    await source.close();
  }
}

/** @throws AppError as `openDescriptor`; `staging.descriptorDamaged` also for a key of another set */
export async function openRecoveryPoint(
  location: VolumeLocation,
  descriptorFile: string,
  dataKey: Uint8Array,
  onMirrorUsed?: (file: string) => void,
): Promise<RecoveryPointReader> {
  const source = await openVolumeSource(location);
  try {
    const descriptor = await openDescriptor(source, descriptorFile, { onMirrorUsed });
    return {
      header: headerOf(descriptor.page),
      async *entries() {
        let root = -1;
        for await (const batch of readCatalog(descriptor, dataKey, { keepsChunks: false })) {
          for (const entry of batch) {
            if (entry.kind === 'root') root += 1;
            yield describeEntry(root, entry);
          }
          // Leaves room for the rest of the main process between blocks.
          await nextTurn();
        }
      },
      close: () => source.close(),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}
