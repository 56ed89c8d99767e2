import type { Script } from '../powershell/define-script.ts';
import {
  enableProtectionScript,
  encryptVolumeScript,
  lockVolumeScript,
  unlockVolumeScript,
  volumeStateScript,
} from './bitlocker-scripts.ts';
import { clearDiskScript, createVolumeScript } from './erase-scripts.ts';
import { listDisksScript } from './list-disks-script.ts';
import { readMetadataScript, writeMetadataScript } from './metadata-scripts.ts';
import { prerequisitesScript } from './prerequisites-script.ts';
import { createSnapshotScript, listSnapshotsScript, releaseSnapshotsScript } from './snapshot-scripts.ts';

/** Everything that the program ever hands to PowerShell. */
export const allScripts: readonly Script<unknown>[] = [
  listDisksScript,
  clearDiskScript,
  createVolumeScript,
  encryptVolumeScript,
  volumeStateScript,
  enableProtectionScript,
  unlockVolumeScript,
  lockVolumeScript,
  prerequisitesScript,
  listSnapshotsScript,
  createSnapshotScript,
  releaseSnapshotsScript,
  readMetadataScript,
  writeMetadataScript,
];
