/** @file Main process or worker: opens a location for reading descriptors and whatever is read in parts. */
import type { VolumeLocation, VolumeSource } from '../volume-source.ts';
import { openFolderSource } from './folder-source.ts';
import { createWindowedSource } from './windowed-source.ts';

/** The library for containers is loaded only where there is one: that takes longer than a thread takes to start. */
export async function openContainer(
  location: Extract<VolumeLocation, { kind: 'container' }>,
): Promise<VolumeSource> {
  const { openContainerSource } = await import('./container-source.ts');
  return openContainerSource(location);
}

/** Opens a location for reading, in whichever thread this is called. */
export async function openVolumeSource(location: VolumeLocation): Promise<VolumeSource> {
  return location.kind === 'folder'
    ? openFolderSource(location.path)
    : createWindowedSource(await openContainer(location));
}
