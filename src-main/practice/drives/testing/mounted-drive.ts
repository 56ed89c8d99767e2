/** @file Test helper: a practice drive on a file system of its own with a real end, so that a full disk is a full disk. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeCommandRunner } from '../../../platform/node/node-command-runner.ts';

export interface MountedFolder {
  unmount(): Promise<void>;
}

/** Why this computer has no real mounts for tests, or undefined when it has. */
export function mountObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'size-limited mounts need Linux';
  return process.getuid?.() === 0 ? undefined : 'size-limited mounts need root';
}

/**
 * Mounts memory of a fixed size where a drive's folder will be.
 * @returns undefined when the system does not let us, as in a container without the right to mount
 */
export async function mountDriveFolder(
  shelfFolder: string,
  serial: string,
  sizeBytes: number,
): Promise<MountedFolder | undefined> {
  const folder = join(shelfFolder, serial);
  await mkdir(folder, { recursive: true });
  const runner = createNodeCommandRunner();
  const run = (program: string, values: readonly string[]) =>
    runner.run({ program, arguments: values, timeoutMilliseconds: 10_000 });
  const isMounted = await run('/usr/bin/mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${sizeBytes}`,
    'practice',
    folder,
  ]).then(
    () => true,
    () => false,
  );
  if (!isMounted) return undefined;
  return {
    async unmount() {
      await run('/usr/bin/umount', [folder]);
    },
  };
}
