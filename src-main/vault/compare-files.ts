/** @file Worker thread: two files of a container, byte for byte. */
import type { WorkerControl } from '../platform/node/worker-task.ts';
import { openVolumeSource } from '../staging/read/open-volume-source.ts';
import type { CompareWork } from './vault-work.ts';

const rangeBytes = 4 * 1024 * 1024;

/** @returns true when both are there and hold the same bytes */
export async function compareFiles(work: CompareWork, control: WorkerControl): Promise<boolean> {
  const source = await openVolumeSource(work.location);
  try {
    const [left, right] = await Promise.all([source.length(work.left), source.length(work.right)]);
    if (left === undefined || left !== right) return false;
    for (let offset = 0; offset < left; offset += rangeBytes) {
      control.throwIfStopped();
      const length = Math.min(rangeBytes, left - offset);
      const [leftBytes, rightBytes] = await Promise.all([
        source.read(work.left, offset, length),
        source.read(work.right, offset, length),
      ]);
      if (!leftBytes.equals(rightBytes)) return false;
    }
    return true;
  } finally {
    await source.close();
  }
}
