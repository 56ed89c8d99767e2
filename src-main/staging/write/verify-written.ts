/** @file Worker thread: reads back what a run wrote. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { checkDescriptor } from '../check/check-descriptor.ts';
import { checkVolume, pageRangeMd5 } from '../check/check-volume.ts';
import { openFolderSource } from '../read/folder-source.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { WrittenDescriptor } from './descriptor-writer.ts';
import { createProgressMeter } from './progress-meter.ts';
import type { SetIdentity } from './volume-writer.ts';

/**
 * Reads volumes and descriptors from front to back, compares range checksums and authenticates every block.
 * @throws AppError `staging.volumeDamaged`, `staging.descriptorDamaged`, `task.stopped`
 */
export async function verifyWritten(
  folder: string,
  set: SetIdentity,
  rows: readonly VolumeRow[],
  descriptors: readonly WrittenDescriptor[],
  control: WorkerControl,
): Promise<void> {
  const source = openFolderSource(folder);
  const meter = createProgressMeter(control);
  const bytes = [...rows, ...descriptors].reduce((sum, { length }) => sum + length, 0);
  meter.restart({ totalBytes: bytes, totalFiles: rows.length + descriptors.length });
  try {
    for (const row of rows) {
      await checkVolume(source, row, set.setId, set.dataKey, meter.add);
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
      await checkDescriptor(source, file.partialName, set.dataKey);
      meter.add(0, 1);
    }
    meter.flush();
  } finally {
    await source.close();
  }
}
