/** @file Lines of a catalog: one of everything that is right, and what chance makes of them. */
import type { Random } from '../../bench/corpora/random.ts';
import { chance, pick } from './fuzz-kind.ts';
import { type Json, mutateJson, writeJson } from './mutate-json.ts';

const common = { modified: '1700000000123456789', mode: 0o644, owner: 0, group: 0, inode: '7', device: '1' };
const content = (position: number, length: number): Json => [[1, position, 0, length]];

/** Every kind of line, in an order that is right. The first content block of the volume stands at 4096. */
export const goodLines: readonly [Json, ...Json[]] = [
  { kind: 'root', path: '/data', rootKind: 'folder', ...common, mode: 0o755 },
  { kind: 'file', path: 'a', size: 20, ...common, chunks: content(4096, 20) },
  { kind: 'folder', path: 'd', ...common, mode: 0o755 },
  { kind: 'file', path: 'd/empty', size: 0, ...common, chunks: [] },
  { kind: 'hardLink', path: 'd/further', linkTo: 'a', ...common },
  {
    kind: 'file',
    path: 'd/hole',
    size: 65_546,
    sparse: true,
    ...common,
    chunks: [
      [0, 0, 0, 65_536],
      [1, 4096, 5, 10],
    ],
  },
  { kind: 'link', path: 'd/link', target: '../a', ...common },
  { kind: 'file', path: 'd/more', size: 8, ...common, chunks: content(4096, 4) },
  { kind: 'moreChunks', chunks: content(4096, 4) },
  { kind: 'special', path: 'd/pipe', specialKind: 'fifo', ...common },
  { kind: 'skipped', path: 'd/secret', code: 'file.unreadable', reason: 'EACCES' },
  {
    kind: 'file',
    path: 'e',
    size: 3,
    ...common,
    attributes: 32,
    security: 'O:BAG:BAD:',
    streams: 1,
    chunks: content(4096, 3),
  },
  { kind: 'stream', path: 'e', stream: 'Zone.Identifier', size: 2, chunks: content(4096, 2) },
  {
    kind: 'file',
    path: 'f',
    size: 1,
    ...common,
    extendedAttributes: [['user.note', 'eWVz']],
    chunks: content(4096, 1),
  },
  { kind: 'folder', pathBytes: '//5w', ...common },
  { kind: 'root', path: '/other/file', rootKind: 'file', ...common },
  { kind: 'file', path: 'file', size: 4, ...common, chunks: content(4096, 4) },
];

function shuffled(random: Random, lines: readonly Json[]): readonly Json[] {
  const at = random() % lines.length;
  const line = lines[at] ?? null;
  switch (random() % 3) {
    case 0:
      return lines.filter((_, index) => index !== at);
    case 1:
      return [...lines, line];
    default:
      return lines.toSpliced(random() % lines.length, 0, line);
  }
}

/** Text of a whole catalog with one to three things changed in it. */
export function forgeLines(random: Random): string {
  let lines: readonly Json[] = goodLines;
  for (let change = random() % 3; change >= 0; change -= 1) {
    const at = random() % lines.length;
    lines = chance(random, 0.2)
      ? shuffled(random, lines)
      : lines.map((line, index) => (index === at ? mutateJson(random, line) : line));
  }
  const ending = pick(random, ['\n', '\n', '\n', '\n', '\n', '\n', '\r\n', '\n\n', '']);
  return lines.map((line) => writeJson(random, line) + ending).join('');
}
