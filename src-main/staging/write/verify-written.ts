/** @file Worker thread: looks at what a run wrote before the descriptor gets its name. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { pageRangeMd5 } from '../check/check-volume.ts';
import { openDescriptor, readRows } from '../read/descriptor-reader.ts';
import { openFolderSource } from '../read/folder-source.ts';
import { openVolume } from '../read/volume-reader.ts';
import type { SetIdentity, VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import type { WrittenDescriptor } from './descriptor-writer.ts';
import { createProgressMeter } from './progress-meter.ts';

/** Authenticates and decodes every block. Lines are not parsed again: they are what the encoder made a moment ago. */
async function requireWhole(source: VolumeSource, file: string, dataKey: Uint8Array): Promise<void> {
  const descriptor = await openDescriptor(source, file, { withMirror: false });
  await readRows(descriptor);
  await descriptor.checkCatalog();
  for await (const _block of descriptor.catalogBlocks(dataKey)) {
    // Reading it is the check.
  }
}

/**
 * Authenticates both pages and the length of every new volume, and reads the descriptors whole. The content of volumes is not read
 * again: every range was hashed in the memory that it was written from, and the copy to the drives, or a check on demand, compares
 * what the disk gives back with those hashes.
 * @throws AppError `staging.volumeDamaged`, `staging.volumeMissing`, `staging.descriptorDamaged`, `task.stopped`
 */
export async function verifyWritten(
  { folder, furtherFolders }: { readonly folder: string; readonly furtherFolders: readonly string[] },
  set: SetIdentity,
  rows: readonly VolumeRow[],
  descriptors: readonly WrittenDescriptor[],
  control: WorkerControl,
): Promise<void> {
  const source = openFolderSource(folder, furtherFolders);
  const meter = createProgressMeter(control);
  const bytes = descriptors.reduce((sum, { length }) => sum + length, 0);
  meter.restart({ totalBytes: bytes, totalFiles: rows.length + descriptors.length });
  const whole = new Set<string>();
  try {
    for (const row of rows) {
      const volume = await openVolume(source, { ...row, setId: set.setId }, set.dataKey);
      await volume.trailer();
      meter.add(0, 1);
    }
    for (const { file, length, pageRangeMd5: expected } of descriptors) {
      const found = await pageRangeMd5(source, file.partialName, length, (range) => meter.add(range.length));
      if (found !== expected) {
        throw new AppError({
          kind: 'environment',
          code: 'staging.descriptorDamaged',
          params: { file: file.name },
        });
      }
      // The mirror is the same bytes, by their hashes.
      if (!whole.has(found)) await requireWhole(source, file.partialName, set.dataKey);
      whole.add(found);
      meter.add(0, 1);
    }
    meter.flush();
  } finally {
    await source.close();
  }
}
