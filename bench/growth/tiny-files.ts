/** @file Trees of many tiny files, in memory where there is room. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { createKeyStream, createRandom } from '../corpora/random.ts';

const memoryFolder = '/dev/shm';
const filesPerFolder = 500;
const foldersPerFolder = 100;
const leastBytes = 200;
const mostBytes = 1800;
/** A page for the content, an inode and a name. */
const roomPerFile = 6 * 1024;

/** Goes up when the trees change. */
const treeVersion = 1;

/** Memory that programs could still get; what a file system in memory calls free is only its limit. */
function availableMemory(): number {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/**
 * Folder for trees of so many files. Memory is taken when half of its free room is enough, since the rest of the machine needs it as well.
 * @param files of the largest tree
 */
export function growthFolder(workFolder: string, files: number): string {
  if (!existsSync(memoryFolder)) return path.join(workFolder, 'growth');
  const { bavail, bsize, ffree } = statfsSync(memoryFolder);
  const room = Math.min(bavail * bsize, availableMemory());
  const isRoomy = room / 2 > files * roomPerFile && ffree > files * 1.2;
  return isRoomy ? path.join(memoryFolder, 'offline-backup-bench') : path.join(workFolder, 'growth');
}

/** Content of a file: half words that repeat, half noise, so that neither compression nor repeats make it vanish. */
function createContent(seed: number): (index: number) => Buffer {
  const random = createRandom(seed);
  const noise = createKeyStream(`tiny:${seed}`)(1024 * 1024);
  const words = Buffer.from('name = value; return status; include header; '.repeat(40));
  return (index) => {
    const length = leastBytes + (random() % (mostBytes - leastBytes));
    const content = Buffer.allocUnsafe(length);
    const half = length >> 1;
    words.copy(content, 0, index % 40, (index % 40) + half);
    noise.copy(content, half, random() % (noise.length - length));
    // No two files are alike, so none is found again.
    content.write(`${index}.`, 0, 'latin1');
    return content;
  };
}

/** Makes the tree unless it is there. @returns its folder and its bytes */
export function ensureTinyFiles(
  parent: string,
  files: number,
): { readonly folder: string; readonly bytes: number } {
  const folder = path.join(parent, `files-${files}`);
  const stamp = `${folder}.json`;
  if (existsSync(stamp)) {
    const known = JSON.parse(readFileSync(stamp, 'utf8')) as { version: number; bytes: number };
    if (known.version === treeVersion) return { folder, bytes: known.bytes };
  }
  const partial = `${folder}.partial`;
  for (const old of [stamp, partial, folder]) rmSync(old, { recursive: true, force: true });
  const content = createContent(files);
  let bytes = 0;
  let home = '';
  mkdirSync(partial, { recursive: true });
  for (let index = 0; index < files; index += 1) {
    if (index % filesPerFolder === 0) {
      const number = index / filesPerFolder;
      home = path.join(partial, `d${Math.floor(number / foldersPerFolder)}`, `e${number % foldersPerFolder}`);
      mkdirSync(home, { recursive: true });
    }
    const file = openSync(path.join(home, `file-${index}.txt`), 'w');
    bytes += writeSync(file, content(index));
    closeSync(file);
  }
  renameSync(partial, folder);
  writeFileSync(stamp, JSON.stringify({ version: treeVersion, files, bytes }));
  return { folder, bytes };
}
