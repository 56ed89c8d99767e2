import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { FileEntry } from '../../src-shared/contract/app-calls.ts';

/** File systems that hold an operator's data; everything else in the mount table belongs to the system. */
const dataFileSystems = new Set(
  'ext2 ext3 ext4 xfs btrfs zfs f2fs vfat exfat ntfs ntfs3 fuseblk nfs nfs4 cifs smb3 9p virtiofs apfs hfsplus'.split(
    ' ',
  ),
);
const mostVolumes = 64;
/** A share whose server is gone would hold up the whole list. */
const patienceMilliseconds = 2000;

/**
 * Mount points worth showing, from a mount table as Linux has it. Temporary file systems only where people mount things.
 * Spaces and the like are escaped there as octal numbers.
 */
export function mountPointsFrom(mountTable: string): readonly string[] {
  const points = mountTable.split('\n').flatMap((line) => {
    const [, point, fileSystem] = line.split(' ');
    if (point === undefined || fileSystem === undefined || point === '/') return [];
    const path = point.replace(/\\([0-7]{3})/g, (_all, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const isMountedByPeople = /^\/(mnt|media|run\/media|Volumes)\//.test(path);
    return dataFileSystems.has(fileSystem) || isMountedByPeople ? [path] : [];
  });
  return [...new Set(points)].sort();
}

async function isReachableFolder(path: string): Promise<boolean> {
  const found = stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return Promise.race([found, delay(patienceMilliseconds, false, { ref: false })]);
}

async function reachable(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map(isReachableFolder));
  return paths.filter((_path, index) => found[index]).slice(0, mostVolumes);
}

const entry = (path: string, kind: FileEntry['kind']): FileEntry => ({
  name: path.slice(0, 1024),
  path,
  kind,
  sizeBytes: 0,
  readable: true,
});

/** Where browsing starts: drive letters on Windows; elsewhere the home folder, the root and mounted volumes. */
export async function listVolumes(): Promise<readonly FileEntry[]> {
  if (process.platform === 'win32') {
    const letters = Array.from({ length: 26 }, (_, index) => `${String.fromCharCode(65 + index)}:\\`);
    return (await reachable(letters)).map((path) => entry(path, 'volume'));
  }
  const mountTable = await readFile('/proc/self/mounts', 'utf8').catch(() => '');
  const mounts = await reachable(mountPointsFrom(mountTable));
  const home = homedir();
  return [
    ...(await reachable([home])).filter((path) => path !== '/').map((path) => entry(path, 'folder')),
    entry('/', 'volume'),
    ...mounts.filter((path) => path !== home).map((path) => entry(path, 'volume')),
  ];
}
