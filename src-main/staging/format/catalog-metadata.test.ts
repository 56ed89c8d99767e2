import { describe, expect, it } from 'vitest';
import { readEntries } from '../read/catalog-reader.ts';
import { textToBytes } from './byte-text.ts';
import { decodeLine } from './catalog-decode.ts';
import { encodeEntry } from './catalog-encode.ts';
import type { CatalogEntry } from './catalog-entry.ts';
import { DamageError } from './damage.ts';

const chunks = (count: number): number[] =>
  Array.from({ length: count * 4 }, (_, index) => [1, 4096 + index, 0, 10][index % 4] ?? 0);

const entries: readonly CatalogEntry[] = [
  {
    kind: 'root',
    path: '/data',
    rootKind: 'folder',
    metadata: 'posix',
    extendedAttributes: [['system.posix_acl_default', 'AgAAAA==']],
  },
  { kind: 'folder', path: 'a', security: 'O:BAG:SYD:(A;;FA;;;BA)', attributes: 0x12 },
  {
    kind: 'file',
    path: textToBytes('ä'),
    size: 30_000,
    sparse: false,
    chunks: chunks(3000),
    extendedAttributes: [
      ['user.empty', ''],
      ['user.ü', 'AQ=='],
    ],
    streams: [
      { name: 'Zone.Identifier', size: 26, chunks: [1, 4096, 0, 26] },
      { name: textToBytes('große'), size: 50_000, chunks: chunks(5000) },
      { name: '\xff', size: 0, chunks: [] },
    ],
  },
  { kind: 'link', path: 'j', target: 'C:\\data', isJunction: true },
];

const read = async (lines: readonly string[]): Promise<CatalogEntry[]> => {
  const found: CatalogEntry[] = [];
  // One line per block: nothing depends on where a block ends.
  for await (const batch of readEntries(lines.map((line) => Buffer.from(`${line}\n`)))) found.push(...batch);
  return found;
};

describe('what a file has beside its content', () => {
  it('comes back, with streams of many chunks in lines of their own', async () => {
    const lines = entries.flatMap(encodeEntry);
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual([
      ...['root', 'folder', 'file', 'moreChunks'],
      ...['stream', 'stream', 'moreChunks', 'moreChunks', 'stream', 'link'],
    ]);
    expect(await read(lines)).toEqual(entries);
  });

  const file = (streams: unknown) =>
    JSON.stringify({ kind: 'file', path: 'a', size: 0, chunks: [], ...(streams ? { streams } : {}) });
  const stream = (change: object = {}) =>
    JSON.stringify({ kind: 'stream', path: 'a', stream: 's', size: 0, chunks: [], ...change });

  it.each<[string, readonly string[]]>([
    ['a stream without a file', [stream()]],
    ['a stream behind a file that has none', [file(undefined), stream()]],
    ['too many streams', [file(1), stream(), stream()]],
    ['too few streams', [file(2), stream()]],
    ['another line where a stream belongs', [file(1), '{"kind":"folder","path":"b"}']],
    ['a stream of another file', [file(1), stream({ path: 'b' })]],
    ['a stream that is shorter than its chunks', [file(1), stream({ chunks: [[0, 0, 0, 1]] })]],
    ['a stream whose chunks are missing', [file(1), stream({ size: 1 })]],
  ])('refuses %s', async (_what, lines) => {
    await expect(read(lines)).rejects.toThrow(DamageError);
  });

  const folder = (change: object): string => JSON.stringify({ kind: 'folder', path: 'a', ...change });
  const attributes = (...extendedAttributes: unknown[]): string => folder({ extendedAttributes });
  it.each([
    stream({ stream: '' }),
    stream({ stream: 'a/b' }),
    stream({ stream: 'a\\b' }),
    stream({ stream: 'a:b' }),
    stream({ stream: 'a\0' }),
    stream({ stream: 'x'.repeat(1025) }),
    stream({ stream: 7 }),
    file(-1),
    file(4097),
    file('1'),
    folder({ security: 7 }),
    folder({ security: 'x'.repeat(65_537) }),
    folder({ attributes: -1 }),
    folder({ extendedAttributes: {} }),
    attributes('user.a'),
    attributes(['user.a']),
    attributes(['user.a', '', '']),
    attributes(['', '']),
    attributes(['user.a\0', '']),
    attributes([`user.${'x'.repeat(251)}`, '']),
    attributes(['user.a', 'AQ']),
    attributes(['user.a', 'A===']),
    attributes(['user.a', 'AQ==\n']),
    attributes(['user.b', ''], ['user.a', '']),
    attributes(['user.a', ''], ['user.a', '']),
    attributes(['user.a', 'AAAA'.repeat(349_526)]),
    attributes(...Array.from({ length: 4097 }, (_, index) => [`user.${index + 10_000}`, ''])),
  ])('refuses %.60s', (line) => {
    expect(() => decodeLine(line)).toThrow(DamageError);
  });
});
