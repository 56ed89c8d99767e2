/** @file Test support: an NTFS image behind a FUSE process. Ending the process is what a dropped share is: every call answers ENOTCONN. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { truncateSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { mountObstacle } from './mounts.ts';

export interface FuseDisk {
  /** Mounts the image at its folder, also again after a drop. */
  mount(): Promise<void>;
  /** Ends the file system's process without a word; the folder stays, and answers nothing but errors. */
  drop(): Promise<void>;
  /** Whatever state it is in. */
  remove(): Promise<void>;
}

/** Why there is no such disk here, to be given to `context.skip`, or undefined where there is. */
export function fuseObstacle(folder: string): string | undefined {
  const obstacle = mountObstacle(folder);
  if (obstacle !== undefined) return obstacle;
  const isThere = ['ntfs-3g', 'mkntfs'].every((name) => spawnSync(name, ['--version']).error === undefined);
  if (!isThere) return 'NOT TRIED HERE: needs the package ntfs-3g';
  const device = spawnSync('test', ['-c', '/dev/fuse']);
  return device.status === 0 ? undefined : 'NOT TRIED HERE: this kernel has no FUSE';
}

const isMounted = (folder: string): boolean => spawnSync('mountpoint', ['-q', folder]).status === 0;

/** A new, empty file system of so many bytes; `mount` is still to be called. */
export function createFuseDisk(folder: string, image: string, sizeBytes: number): FuseDisk {
  writeFileSync(image, '');
  truncateSync(image, sizeBytes);
  execFileSync('mkntfs', ['-F', '-Q', '-q', image], { stdio: 'pipe' });
  let server: ChildProcess | undefined;
  const endServer = async (): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  const unmount = (): void => {
    spawnSync('umount', ['-l', folder], { stdio: 'pipe' });
  };
  return {
    async mount() {
      await endServer();
      unmount();
      server = spawn('ntfs-3g', ['-o', 'no_detach,big_writes', image, folder], { stdio: 'ignore' });
      for (let look = 0; !isMounted(folder); look += 1) {
        if (look > 500 || server.exitCode !== null) throw new Error(`ntfs-3g did not mount ${image}`);
        await sleep(10);
      }
    },
    drop: endServer,
    async remove() {
      await endServer();
      unmount();
    },
  };
}
