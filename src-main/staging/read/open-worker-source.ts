/** @file Worker thread: opens a location in the way that suits how it will be read. */
import type { VolumeLocation, VolumeSource } from '../volume-source.ts';
import { openContainer } from './open-volume-source.ts';
import { createPlannedSource, type PlannedSource, type PlanOptions } from './planned-source.ts';
import { createWindowedSource } from './windowed-source.ts';
import { openWorkerFolderSource } from './worker-folder-source.ts';

/** For blocks whose places are known in advance. Bytes from `read` hold until the next call. */
export async function openPlannedSource(location: VolumeLocation, plan: PlanOptions): Promise<PlannedSource> {
  // A folder needs no plan: the system reads ahead by itself.
  return location.kind === 'folder'
    ? { ...openWorkerFolderSource(location.path), expect: () => {} }
    : createPlannedSource(await openContainer(location), plan);
}

/** For files that are read from front to back. @param ahead requests of 4 MiB under way */
export async function openSequentialSource(location: VolumeLocation, ahead: number): Promise<VolumeSource> {
  return location.kind === 'folder'
    ? openWorkerFolderSource(location.path)
    : createWindowedSource(await openContainer(location), ahead);
}
