/** @file Which disks a run of the program works with: those of practice, those of this Windows computer, or none. */
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { CommandRunner } from '../platform/ports/command-runner.ts';
import type { DiskPlatform } from '../platform/ports/disk-platform.ts';
import { practiceDiskPlatform } from '../platform/practice/practice-disk-platform.ts';
import { createPowerShell } from '../platform/windows/powershell/power-shell.ts';
import { createWindowsDiskPlatform } from '../platform/windows/windows-disk-platform.ts';
import type { DriveShelf } from '../practice/drives/drive-shelf.ts';

/**
 * - `practice`: everything is rehearsed, no disk is touched.
 * - `real`: disks of this computer. Never together with the practice cloud.
 */
export type DiskMode = 'practice' | 'real';

export interface DiskPlatformChoice {
  readonly mode: DiskMode;
  /** Whether the cloud of this run is the practice one (`CloudDirectory.isPractice`). */
  readonly isPracticeCloud: boolean;
  readonly shelf: DriveShelf;
  readonly commands: CommandRunner;
  /** `process.platform` and `SystemRoot` of this computer. */
  readonly system: { readonly platform: string; readonly systemRoot: string | undefined };
}

/** Says at every call that real drives need Windows, so that the page explains instead of showing an empty list. */
function noDiskPlatform(platform: string): DiskPlatform {
  const refuse = async (): Promise<never> => {
    throw new AppError({ kind: 'environment', code: 'disk.platformUnavailable', params: { platform } });
  };
  return {
    listDisks: refuse,
    clear: refuse,
    createVolume: refuse,
    encrypt: refuse,
    unlock: refuse,
    mountedVolume: refuse,
    lock: refuse,
  };
}

/**
 * The disks of the chosen mode, and whether they are practice ones. What a computer lacks is said when disks are asked for.
 * @throws AppError `practice.realDisks`: somebody who rehearses must never erase a disk of this computer
 */
export function chooseDiskPlatform(choice: DiskPlatformChoice): {
  readonly platform: DiskPlatform;
  readonly isPractice: boolean;
} {
  const { mode, isPracticeCloud, shelf, commands, system } = choice;
  if (mode === 'real' && isPracticeCloud) throw new AppError({ kind: 'user', code: 'practice.realDisks' });
  if (mode === 'practice') return { platform: practiceDiskPlatform(shelf), isPractice: true };
  if (system.platform !== 'win32') return { platform: noDiskPlatform(system.platform), isPractice: false };
  const powerShell = createPowerShell({ commands, systemRoot: system.systemRoot });
  return { platform: createWindowsDiskPlatform({ powerShell }), isPractice: false };
}
