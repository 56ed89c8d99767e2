/** @file Test support: real file systems of their own, for what folders cannot show. Root on Linux only. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';

export interface Mounts {
  /** Memory of so many bytes. @param options further ones of mount, such as `ro` */
  memory(folder: string, sizeBytes: number, options?: readonly string[]): void;
  /** A disk image of so many bytes with ext4 on it, mounted through a loop device. */
  image(folder: string, file: string, sizeBytes: number): void;
  /** The disk image once more. */
  imageAgain(folder: string, file: string): void;
  /** The same file system at a second place. */
  alias(folder: string, of: string): void;
  unmount(folder: string): void;
  /** Takes the file system from under whoever uses it, as an unplugged cable does. */
  pull(folder: string): void;
  /** Shuts an image's file system down under its files: from now on every write is an error of the disk (EIO). */
  breakDisk(folder: string): void;
  /** Unmounts what is left, last first. */
  close(): void;
}

/** Why there are no mounts here, to be given to `context.skip`, or undefined where there are. */
export function mountObstacle(folder: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'NOT TRIED HERE: needs root on Linux';
  mkdirSync(folder, { recursive: true });
  const tried = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (tried.status !== 0) return `NOT TRIED HERE: root may not mount here (${tried.stderr})`;
  execFileSync('umount', [folder]);
  return undefined;
}

/** Why there are no disk images here, or undefined where there are. */
export function imageObstacle(folder: string): string | undefined {
  const obstacle = mountObstacle(folder);
  if (obstacle !== undefined) return obstacle;
  const isThere = ['mkfs.ext4', 'debugfs', 'losetup', 'perl'].every(
    (program) => spawnSync(program, ['--version']).error === undefined,
  );
  if (!isThere) return 'NOT TRIED HERE: needs e2fsprogs, losetup and perl';
  const free = spawnSync('losetup', ['-f'], { encoding: 'utf8' });
  return free.status === 0 ? undefined : `NOT TRIED HERE: no loop device (${free.stderr})`;
}

/** `EXT4_IOC_SHUTDOWN` of the kernel; 2 behind it: without writing anything more. */
const ext4Shutdown = 0x8004587d;

export function openMounts(): Mounts {
  const mounted: string[] = [];
  const mount = (folder: string, values: readonly string[]): void => {
    execFileSync('mount', [...values, folder], { stdio: 'pipe' });
    mounted.push(folder);
  };
  const forget = (folder: string): void => {
    mounted.splice(mounted.lastIndexOf(folder), 1);
  };
  const mounts: Mounts = {
    memory: (folder, sizeBytes, options = []) =>
      mount(folder, ['-t', 'tmpfs', '-o', [`size=${sizeBytes}`, ...options].join(','), 'tmpfs']),
    image(folder, file, sizeBytes) {
      writeFileSync(file, '');
      truncateSync(file, sizeBytes);
      execFileSync('mkfs.ext4', ['-q', '-F', '-b', '4096', '-O', '^has_journal', file], { stdio: 'pipe' });
      mounts.imageAgain(folder, file);
    },
    imageAgain: (folder, file) => mount(folder, ['-o', 'loop', file]),
    alias: (folder, of) => mount(folder, ['--bind', of]),
    unmount(folder) {
      execFileSync('umount', [folder], { stdio: 'pipe' });
      forget(folder);
    },
    pull(folder) {
      execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
      forget(folder);
    },
    breakDisk(folder) {
      const shutDown = `open(my $f, '<', $ARGV[0]) or die; my $how = pack('L', 2); ioctl($f, ${ext4Shutdown}, $how) or die $!`;
      execFileSync('perl', ['-e', shutDown, folder], { stdio: 'pipe' });
    },
    close() {
      for (const folder of mounted.splice(0).reverse()) spawnSync('umount', ['-l', folder]);
    },
  };
  return mounts;
}
