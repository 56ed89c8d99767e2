/** @file Main process: finished drives that are open are locked when a session ends. */
import type { DiskPlatform } from '../../platform/ports/disk-platform.ts';
import type { Log } from '../../platform/ports/log.ts';
import type { SessionDrive } from './session-drive.ts';

/**
 * Locks what a kill left open: a finished drive is opened again to see whether it can take more, and nothing else would ever close it.
 * A drive that is not attached locked itself when it lost its power; one that cannot be locked is told to the log only.
 * @param drives drives of the session, none of them running
 */
export async function lockFinishedDrives(
  platform: Pick<DiskPlatform, 'mountedVolume' | 'lock'>,
  drives: readonly SessionDrive[],
  log: Log,
): Promise<void> {
  for (const { state, identity, driveId } of drives) {
    if (state !== 'ready') continue;
    try {
      if ((await platform.mountedVolume(identity)) === undefined) continue;
      await platform.lock(identity);
      log.info({ driveId }, 'a finished drive was open and is locked now');
    } catch (reason) {
      log.warn({ driveId, reason: String(reason) }, 'whether a finished drive is locked is not known');
    }
  }
}
