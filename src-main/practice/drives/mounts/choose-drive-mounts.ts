import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandRunner } from '../../../platform/ports/command-runner.ts';
import { createDriveMounts, type DriveMounts, type MountKind } from './drive-mounts.ts';
import { findMountPrograms } from './mount-programs.ts';

/** What an operator may ask for. `auto`: NTFS, else memory, else folders. */
export const driveMountChoices = ['folders', 'tmpfs', 'ntfs', 'auto'] as const;
export type DriveMountChoice = (typeof driveMountChoices)[number];

/** Why drives are folders although mounts were asked for. Words under `console.mounts.<code>`. */
export type MountObstacle = 'notLinux' | 'notRoot' | 'noMount' | 'noNtfs' | 'refused';

export interface ChosenMounts {
  readonly mounts: DriveMounts | undefined;
  readonly obstacle: MountObstacle | undefined;
}

/** Tries it with a drive of its own, so that a system that refuses is found out before anything depends on it. */
async function tryMounting(mounts: DriveMounts, shelfFolder: string): Promise<boolean> {
  const folder = join(shelfFolder, '.mount-probe');
  try {
    await mkdir(folder, { recursive: true });
    await mounts.attach(folder, 16 * 1024 * 1024);
    return true;
  } catch {
    return false;
  } finally {
    await mounts.close().catch(() => undefined);
    // Empty when it was unmounted, and never emptied here: a mount that is left must not lose what is on it.
    await rmdir(folder).catch(() => undefined);
    await mounts.forget(folder);
  }
}

/** Mounts as chosen, or folders and the reason. */
export async function chooseDriveMounts(
  choice: DriveMountChoice,
  shelfFolder: string,
  commands: CommandRunner,
): Promise<ChosenMounts> {
  if (choice === 'folders') return { mounts: undefined, obstacle: undefined };
  const { programs, obstacle, hasNtfs } = await findMountPrograms();
  if (obstacle !== undefined) return { mounts: undefined, obstacle };
  const kinds: readonly MountKind[] = choice === 'auto' ? ['ntfs', 'tmpfs'] : [choice];
  const possible = kinds.filter((kind) => kind === 'tmpfs' || hasNtfs);
  for (const kind of possible) {
    const options = { kind, commands, programs };
    if (await tryMounting(createDriveMounts(options), shelfFolder)) {
      return { mounts: createDriveMounts(options), obstacle: undefined };
    }
  }
  return { mounts: undefined, obstacle: possible.length === 0 ? 'noNtfs' : 'refused' };
}
