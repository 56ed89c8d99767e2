import type { DiskVolume } from '../../../src-shared/domain/disks.ts';

export interface DiskContents {
  readonly letters: readonly string[];
  readonly labels: readonly string[];
  readonly usedBytes: number;
  readonly firstFolders: readonly string[];
  /** Volumes that nobody can look into while they are locked. */
  readonly lockedVolumes: number;
}

/** Everything on a disk in a few words, so that its owner recognises it before it goes. */
export function contentsOf(volumes: readonly DiskVolume[]): DiskContents {
  return {
    letters: volumes.flatMap(({ letter }) => (letter === undefined ? [] : [`${letter}:`])),
    labels: volumes.flatMap(({ label }) => (label === '' ? [] : [label])),
    usedBytes: volumes.reduce((sum, { usedBytes }) => sum + usedBytes, 0),
    firstFolders: volumes.flatMap(({ firstFolders }) => firstFolders).slice(0, 8),
    lockedVolumes: volumes.filter(({ bitLocker }) => bitLocker === 'locked').length,
  };
}
