/** @file Worker thread: reads a descriptor from front to back, without leaning on its mirror. */
import type { DescriptorPage } from '../format/page-content.ts';
import { readCatalog } from '../read/catalog-reader.ts';
import { openDescriptor, readRows } from '../read/descriptor-reader.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';

/** A descriptor of which every byte is right. */
export interface CheckedDescriptor {
  readonly page: DescriptorPage;
  readonly rows: readonly VolumeRow[];
}

/**
 * Checks page, volume table, padding and the catalog's checksum; with the data key also every catalog line.
 * @throws AppError `staging.descriptorMissing`, `staging.descriptorDamaged`, `staging.versionUnsupported`
 */
export async function checkDescriptor(
  source: VolumeSource,
  file: string,
  dataKey: Uint8Array | undefined,
): Promise<CheckedDescriptor> {
  const descriptor = await openDescriptor(source, file, { withMirror: false });
  const rows = await readRows(descriptor);
  await descriptor.checkCatalog();
  if (dataKey !== undefined) {
    for await (const _entries of readCatalog(descriptor, dataKey, { keepsChunks: false })) {
      // Reading it is the check.
    }
  }
  return { page: descriptor.page, rows };
}
