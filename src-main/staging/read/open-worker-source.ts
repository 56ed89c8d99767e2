/** @file Worker thread: opens a location in the way that suits how it will be read. */
import type { VolumeLocation, VolumeSource } from '../volume-source.ts';
import { openFolderSource } from './folder-source.ts';
import { createPlannedSource, type PlannedSource, type PlanOptions } from './planned-source.ts';
import { createWindowedSource } from './windowed-source.ts';
import { openWorkerFolderSource } from './worker-folder-source.ts';

type ContainerLocation = Extract<VolumeLocation, { kind: 'container' }>;

/** The library for containers is loaded only where there is one: that takes longer than a thread takes to start. */
async function openContainer(location: ContainerLocation): Promise<VolumeSource> {
  const { openContainerSource } = await import('./container-source.ts');
  return openContainerSource(location);
}

/** For descriptors, and for what is read by a thread that coordinates others. */
export async function openCatalogSource(location: VolumeLocation): Promise<VolumeSource> {
  return location.kind === 'folder'
    ? openFolderSource(location.path)
    : createWindowedSource(await openContainer(location));
}

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
