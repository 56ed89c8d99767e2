/** A frozen view of one volume, under which files can be read that programs hold open. */
export interface VolumeSnapshot {
  /** Id by which it is released; a GUID in braces on Windows. */
  readonly id: string;
  /** Root of the volume it shows: `C:\`, or a folder where a volume is mounted, with a backslash at the end. */
  readonly volume: string;
  /** Device that takes the place of the volume, without a backslash at the end: `\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7`. */
  readonly devicePath: string;
}

/** Why no snapshot can be made here; words live with whoever shows them. */
export type NoSnapshotReason = 'notWindows' | 'notElevated' | 'serviceMissing';

export type SnapshotAvailability =
  | { readonly isAvailable: true }
  | { readonly isAvailable: false; readonly reason: NoSnapshotReason };

/**
 * Snapshots of the volumes that are backed up. Each volume is frozen on its own, seconds apart. Everything created is journalled before
 * it exists, so that a killed program leaves nothing behind for longer than until the next start.
 */
export interface SourceSnapshots {
  /** Asks the system anew each time. @throws what running a program throws */
  availability(signal?: AbortSignal): Promise<SnapshotAvailability>;
  /** Root of the volume that an absolute path lies on, as `create` takes it; undefined where there can be no snapshot, as of a network share. */
  volumeOf(path: string): string | undefined;
  /** Where an absolute path is found in one of these snapshots; undefined when none covers it. */
  pathIn(path: string, snapshots: readonly VolumeSnapshot[]): string | undefined;
  /**
   * @param volumes roots as `VolumeSnapshot.volume` spells them; network shares have none
   * @returns one per volume, in the same order; when one fails, those made before are released
   * @throws AppError `windows.snapshotFailed`, `windows.accessDenied`, `disk.platformUnavailable`
   */
  create(volumes: readonly string[], signal?: AbortSignal): Promise<readonly VolumeSnapshot[]>;
  /** Harmless when it is gone already. */
  release(id: string): Promise<void>;
  /**
   * Releases what an earlier run of this program left. Never touches a snapshot of which it is not certain that this program made it.
   * @returns how many were released
   */
  releaseLeftOvers(): Promise<number>;
}
