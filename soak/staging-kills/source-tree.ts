/** @file What the kills back up: some MB with everything that a catalog can say, and changes to it. */
import {
  appendFileSync,
  chmodSync,
  closeSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { createKeyStream, fraction, type Random } from '../../bench/corpora/random.ts';

const kibibyte = 1024;
const folders = ['', 'a', 'a/deeper', 'b', 'many'];

function fileLength(random: Random): number {
  const kind = random() % 10;
  if (kind === 0) return 0;
  if (kind < 7) return 1 + (random() % (8 * kibibyte));
  return 1 + (random() % (60 * kibibyte));
}

function makeSparse(file: string, bytes: Buffer): void {
  const handle = openSync(file, 'w');
  writeSync(handle, bytes, 0, bytes.length, 0);
  writeSync(handle, bytes, 0, 1000, 1_500_000);
  ftruncateSync(handle, 4_000_000);
  closeSync(handle);
}

/** About `megabytes` in files of many chunks, and a few hundred small ones beside them. */
export function makeSourceTree(root: string, random: Random, megabytes: number): void {
  const bytes = createKeyStream(`kills ${random()}`);
  for (const folder of folders) mkdirSync(path.join(root, folder), { recursive: true });
  for (let number = 0; number < megabytes * 30; number += 1) {
    const folder = folders[random() % folders.length] ?? '';
    writeFileSync(path.join(root, folder, `small ${number}`), bytes(fileLength(random)));
  }
  for (let number = 0; number < megabytes; number += 1) {
    const length = Math.floor(500_000 + fraction(random) * 1_000_000);
    writeFileSync(path.join(root, folders[number % folders.length] ?? '', `large ${number}`), bytes(length));
  }
  makeSparse(path.join(root, 'sparse.img'), bytes(200_000));
  writeFileSync(path.join(root, 'zeros'), Buffer.alloc(700_000));
  linkSync(path.join(root, 'large 0'), path.join(root, 'b', 'hard link'));
  linkSync(path.join(root, 'large 0'), path.join(root, 'zz hard link'));
  symlinkSync('large 0', path.join(root, 'link'));
  symlinkSync('/nowhere', path.join(root, 'a', 'dangling'));
  writeFileSync(Buffer.concat([Buffer.from(`${root}/b/`), Buffer.from([0xff, 0xfe])]), 'no UTF-8');
  chmodSync(path.join(root, 'many'), 0o555);
  utimesSync(path.join(root, 'b'), '1234567890.987654321', '1234567890.987654321');
}

function plainFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'sparse.img' && /^[\w ]+$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Other bytes, the same length and the same modification time: only the change time tells. */
function rewriteUnseen(file: string, content: Buffer): void {
  const { atime, mtime } = statSync(file);
  writeFileSync(file, content);
  utimesSync(file, atime, mtime);
}

/** A handful of changes as people and programs make them. Keeps the size of the tree about the same. */
export function changeSourceTree(root: string, random: Random): void {
  chmodSync(path.join(root, 'many'), 0o755);
  const bytes = createKeyStream(`change ${random()}`);
  const changes = 1 + (random() % 6);
  for (let change = 0; change < changes; change += 1) {
    const files = plainFiles(root);
    const file = files[random() % files.length];
    if (file === undefined) return;
    const { size } = statSync(file);
    switch (random() % 7) {
      case 0:
        appendFileSync(file, bytes(500));
        break;
      case 1:
        truncateSync(file, Math.floor(size / 2));
        break;
      case 2:
        rewriteUnseen(file, bytes(size));
        break;
      case 3:
        writeFileSync(path.join(root, 'b', `new ${random()}`), bytes(fileLength(random)));
        break;
      case 4:
        if (!file.endsWith('large 0')) rmSync(file);
        break;
      case 5:
        if (!file.endsWith('large 0')) renameSync(file, path.join(root, 'a', `renamed ${random()}`));
        break;
      default:
        // The same content once more, in front of the first: its chunks are known already.
        writeFileSync(path.join(root, 'a', `copy ${random()}`), readFileSync(file));
    }
  }
  chmodSync(path.join(root, 'many'), 0o555);
}
