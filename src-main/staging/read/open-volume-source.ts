import type { VolumeLocation, VolumeSource } from '../volume-source.ts';
import { openContainerSource } from './container-source.ts';
import { openFolderSource } from './folder-source.ts';
import { createWindowedSource } from './windowed-source.ts';

/** Opens a location for reading, in whichever thread this is called. */
export function openVolumeSource(location: VolumeLocation): VolumeSource {
  return location.kind === 'folder'
    ? openFolderSource(location.path)
    : createWindowedSource(openContainerSource(location));
}
