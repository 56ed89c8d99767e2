/** @file Test support: what is in a tree, told by code that shares nothing with the code under test. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  createReadStream,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

function pathOf(root: string, relative: Buffer): Buffer {
  return relative.length === 0 ? Buffer.from(root) : Buffer.concat([Buffer.from(`${root}/`), relative]);
}

async function hashFile(path: Buffer): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/**
 * Every entry as one line, by the bytes of its path: kind, mode, owner, time, content or target, and for hard
 * links the first name of the same file. Sockets and pipes are left out, since no backup keeps them.
 */
export async function treeSnapshot(root: string): Promise<Record<string, string>> {
  const lines: Record<string, string> = {};
  const firstNames = new Map<bigint, string>();
  const visit = async (relative: Buffer): Promise<void> => {
    const names = readdirSync(pathOf(root, relative), { encoding: 'buffer' }).sort(Buffer.compare);
    for (const name of names) {
      const path = relative.length === 0 ? name : Buffer.concat([relative, Buffer.from('/'), name]);
      const absolute = pathOf(root, path);
      const stat = lstatSync(absolute, { bigint: true });
      const time = `@${stat.mtimeNs}`;
      const common = `${(stat.mode & 0o7777n).toString(8)} ${stat.uid}:${stat.gid} ${time}`;
      const key = path.toString('latin1');
      if (stat.isDirectory()) {
        lines[key] = `folder ${common}`;
        await visit(path);
      } else if (stat.isSymbolicLink()) {
        lines[key] = `link ${time} ${readlinkSync(absolute, { encoding: 'buffer' }).toString('hex')}`;
      } else if (stat.isFile()) {
        const first = firstNames.get(stat.ino) ?? key;
        firstNames.set(stat.ino, first);
        lines[key] =
          `file ${common} ${stat.size} ${await hashFile(absolute)} ${stat.nlink > 1n ? first : ''}`;
      }
    }
  };
  await visit(Buffer.alloc(0));
  return lines;
}

/** True when two lines say the same, times to a microsecond. */
export function isSameLine(expected: string | undefined, found: string | undefined): boolean {
  const time = / @(-?\d+)/;
  const [left = '', right = ''] = [expected, found];
  const difference = BigInt(time.exec(left)?.[1] ?? 0) - BigInt(time.exec(right)?.[1] ?? 0);
  return left.replace(time, '') === right.replace(time, '') && difference < 1000n && difference > -1000n;
}

/** Lines of two snapshots that are not the same; none for equal trees. */
export function treeDifferences(expected: Record<string, string>, found: Record<string, string>): string[] {
  const paths = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return paths
    .filter((path) => !isSameLine(expected[path], found[path]))
    .map((path) => `${JSON.stringify(path)}: ${expected[path]} but ${found[path]}`);
}

/** Deterministic bytes that do not compress. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed * 2654435761 + 1;
  for (let index = 0; index + 4 <= length; index += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state | 0, index);
  }
  return bytes;
}

function makeLongPath(source: string): void {
  const folder = join(source, ...Array.from({ length: 6 }, (_, index) => `${index}`.padEnd(48, 'l')));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'deep.txt'), 'deep');
}

function makeSparse(path: string, size: number, pieces: readonly (readonly [number, Buffer])[]): void {
  const file = openSync(path, 'w');
  for (const [position, bytes] of pieces) writeSync(file, bytes, 0, bytes.length, position);
  closeSync(file);
  truncateSync(path, size);
}

/** Keeps a socket file in the tree until closed. */
export async function makeSocket(path: string): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** A tree with everything odd that a file system of this computer can hold. */
export function makeOddTree(source: string): void {
  const text = 'The quick brown fox. '.repeat(2000);
  mkdirSync(join(source, 'empty folder'));
  mkdirSync(join(source, 'a'));
  mkdirSync(join(source, 'a-b'));
  writeFileSync(join(source, 'a', 'below a'), 'sorted before a-b');
  writeFileSync(join(source, 'a-b', 'x'), 'sorted after a/');
  writeFileSync(join(source, 'empty file'), '');
  writeFileSync(join(source, 'one byte'), '1');
  writeFileSync(join(source, 'Übergrößenträger äöü.txt'), 'umlauts');
  writeFileSync(join(source, 'u\u0308ber decomposed.txt'), 'decomposed');
  writeFileSync(join(source, '🦊 emoji 👩‍👩‍👧.txt'), 'emoji');
  writeFileSync(join(source, 'line\nbreak "quoted" \\ back\tslash'), 'newline');
  writeFileSync(join(source, ' leading and trailing '), 'spaces');
  writeFileSync(join(source, 'n'.repeat(255)), 'longest name');
  makeLongPath(source);
  writeFileSync(join(source, 'text.txt'), text);
  writeFileSync(join(source, 'same text.txt'), text);
  writeFileSync(join(source, 'noise.bin'), noise(9_000_001, 7));
  writeFileSync(join(source, 'exactly 256 KiB.bin'), noise(262_144, 8));
  writeFileSync(join(source, 'zeros.bin'), Buffer.alloc(3_000_000));
  makeSparse(join(source, 'sparse.img'), 50_000_000, [
    [0, Buffer.from('start')],
    [20_000_000, noise(100_000, 3)],
    [49_999_999, Buffer.from('!')],
  ]);
  makeSparse(join(source, 'only a hole.img'), 10_000_000, []);
  symlinkSync('text.txt', join(source, 'link'));
  symlinkSync('/nowhere/at all', join(source, 'dangling link'));
  symlinkSync('..', join(source, 'a', 'link to a folder'));
  symlinkSync(Buffer.from([0x78, 0xff, 0xfe]), join(source, 'link with odd target'));
  linkSync(join(source, 'noise.bin'), join(source, 'a', 'hard link to noise'));
  linkSync(join(source, 'noise.bin'), join(source, 'zz hard link too'));
  const latin1 = (name: readonly number[]) => Buffer.concat([Buffer.from(`${source}/`), Buffer.from(name)]);
  writeFileSync(latin1([0x66, 0xfc, 0x72]), 'latin-1 name');
  mkdirSync(latin1([0xff, 0xfe]));
  writeFileSync(latin1([0xff, 0xfe, 0x2f, 0x80]), 'in a folder with an invalid name');
  execFileSync('mkfifo', [join(source, 'pipe')]);
  setOddAttributes(source);
}

function setOddAttributes(source: string): void {
  chmodSync(join(source, 'one byte'), 0o4711);
  chmodSync(join(source, 'text.txt'), 0o400);
  utimesSync(join(source, 'text.txt'), '-86400.25', '-86400.25');
  utimesSync(join(source, 'one byte'), '4102444800.123456789', '4102444800.123456789');
  utimesSync(join(source, 'empty file'), '0', '0');
  lutimesSync(join(source, 'dangling link'), '1000000000.5', '1000000000.5');
  chmodSync(join(source, 'empty folder'), 0o1777);
  utimesSync(join(source, 'empty folder'), '1234567890.987654321', '1234567890.987654321');
  chmodSync(join(source, 'a-b'), 0o555);
  utimesSync(join(source, 'a'), '999999999', '999999999');
}
