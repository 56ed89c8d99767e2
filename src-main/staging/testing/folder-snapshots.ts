/** @file Test support: snapshots whose "device" is a real copy of the folder that plays the volume. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type {
  SnapshotAvailability,
  SourceSnapshots,
  VolumeSnapshot,
} from '../../platform/ports/source-snapshot.ts';

export interface FolderSnapshots extends SourceSnapshots {
  /** Snapshots that exist now, by id. */
  readonly held: Map<string, VolumeSnapshot>;
  /** Everything that was ever made. */
  readonly made: VolumeSnapshot[];
}

export interface FolderSnapshotOptions {
  /** Folders that play volumes; everything else is a share. */
  readonly volumes: readonly string[];
  /** Takes the copies. */
  readonly folder: string;
  readonly availability?: SnapshotAvailability;
  /** Called when a volume was copied, before its snapshot is handed out. */
  readonly onMade?: (snapshot: VolumeSnapshot) => void;
  /** Volumes of which the system makes none. */
  readonly refused?: readonly string[];
}

export function createFolderSnapshots(options: FolderSnapshotOptions): FolderSnapshots {
  const { volumes, folder, availability = { isAvailable: true }, onMade, refused = [] } = options;
  const held = new Map<string, VolumeSnapshot>();
  const made: VolumeSnapshot[] = [];
  const isOn = (path: string, volume: string): boolean => path === volume || path.startsWith(`${volume}/`);
  const createOne = (volume: string): VolumeSnapshot => {
    if (refused.includes(volume)) {
      const params = { volume, result: '10' };
      throw new AppError({ kind: 'environment', code: 'windows.snapshotFailed', params });
    }
    const id = `{${made.length + 1}}`;
    const snapshot = { id, volume, devicePath: join(folder, `shadow ${made.length + 1}`) };
    execFileSync('cp', ['-a', volume, snapshot.devicePath]);
    held.set(id, snapshot);
    made.push(snapshot);
    onMade?.(snapshot);
    return snapshot;
  };
  return {
    held,
    made,
    availability: async () => availability,
    volumeOf: (path) => volumes.find((volume) => isOn(path, volume)),
    pathIn(path, snapshots) {
      const snapshot = snapshots.find(({ volume }) => isOn(path, volume));
      return snapshot && snapshot.devicePath + path.slice(snapshot.volume.length);
    },
    create: async (wanted) => wanted.map(createOne),
    release: async (id) => void held.delete(id),
    releaseLeftOvers: async () => 0,
  };
}
