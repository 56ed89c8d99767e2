import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { blockKinds, decodeBlock, encodeBlock, openBlock, sealBlock } from './block.ts';
import { bytesToShownText, bytesToText, comparePaths, shownTextToBytes, textToBytes } from './byte-text.ts';
import { decodeLine } from './catalog-decode.ts';
import { encodeEntry } from './catalog-encode.ts';
import type { CatalogEntry } from './catalog-entry.ts';
import { DamageError, VersionError } from './damage.ts';
import { deriveFileKeys, unwrapDataKey, wrapDataKey } from './keys.ts';
import { authenticatePage, decodePage, encodePage } from './page.ts';
import { parseVolumePage } from './page-content.ts';

const key = createSecretKey(Buffer.alloc(32, 7));

/** Repeatable randomness. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** True when it throws damage and nothing else. */
function findsDamage(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof DamageError) return true;
    throw error;
  }
}

describe('page', () => {
  it('comes back and is padded to whole pages', () => {
    for (const length of [0, 4000, 4011, 4012, 5000, 100_000]) {
      const page = encodePage({ text: 'x'.repeat(length) }, key);
      expect(page.length % 4096).toBe(0);
      expect(decodePage(page)).toEqual({ text: 'x'.repeat(length) });
      authenticatePage(page, key);
    }
  });

  it('shows any single flipped bit, and is not authentic under another key', () => {
    const page = encodePage({ kind: 'volume' }, key);
    for (let position = 0; position < page.length; position += 1) {
      const damaged = Buffer.from(page);
      damaged[position] = (damaged[position] ?? 0) ^ (1 << (position % 8));
      expect([position, findsDamage(() => decodePage(damaged))]).toEqual([position, true]);
    }
    expect(findsDamage(() => authenticatePage(page, createSecretKey(randomBytes(32))))).toBe(true);
  });

  it('refuses random bytes, also behind a right beginning', () => {
    const next = random(1);
    for (let round = 0; round < 2000; round += 1) {
      const bytes = Buffer.from(
        Array.from({ length: Math.floor(next() * 200) }, () => Math.floor(next() * 256)),
      );
      if (round % 2 === 0) bytes.write('OBSEED01', 0, 'latin1');
      expect(findsDamage(() => decodePage(bytes))).toBe(true);
    }
  });

  it('tells a newer version apart from damage', () => {
    const page = { format: 'offline-backup-staging', version: 2, kind: 'volume' };
    expect(() => parseVolumePage(page)).toThrow(VersionError);
    expect(() => parseVolumePage({ ...page, version: 1 })).toThrow(DamageError);
    expect(() => parseVolumePage({ ...page, format: 'other' })).toThrow(DamageError);
    expect(() => parseVolumePage([[[[]]]])).toThrow(DamageError);
  });
});

describe('block', () => {
  const seal = (bytes: Buffer, position = 4096): Buffer =>
    Buffer.concat(sealBlock(encodeBlock(blockKinds.content, bytes), key, position));
  const open = (bytes: Buffer, position = 4096): Buffer =>
    decodeBlock(openBlock(bytes, key, position, blockKinds.content));

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('text '.repeat(10_000))],
    ['noise', randomBytes(100_000)],
    ['8 MiB', Buffer.alloc(8 * 1024 * 1024, 1)],
  ])('comes back: %s', (_what, bytes) => {
    expect(open(seal(bytes)).equals(bytes)).toBe(true);
  });

  const mebibyte = 1024 * 1024;
  const noise = randomBytes(mebibyte);
  it.each([
    ['noise', noise, 0],
    [
      'a ramp, flat to whoever counts single bytes',
      Buffer.from(Array.from(noise, (_byte, index) => index % 256)),
      1,
    ],
    ['noise that comes again after a hundred bytes', Buffer.alloc(mebibyte, noise.subarray(0, 100)), 1],
    ['text', Buffer.alloc(mebibyte, 'some text that compresses. '), 1],
  ])('is stored as it is only where compressing does not help: %s', (_what, bytes, codec) => {
    expect(encodeBlock(blockKinds.content, bytes).codec).toBe(codec);
  });

  it('shows any flipped bit, and being moved', () => {
    const sealed = seal(Buffer.from('some text, some text, some text'));
    for (let position = 0; position < sealed.length; position += 1) {
      const damaged = Buffer.from(sealed);
      damaged[position] = (damaged[position] ?? 0) ^ (1 << (position % 8));
      expect([position, findsDamage(() => open(damaged))]).toEqual([position, true]);
    }
    expect(findsDamage(() => open(sealed, 8192))).toBe(true);
    expect(findsDamage(() => open(sealed.subarray(0, -1)))).toBe(true);
  });

  it('never decodes to more than it says', () => {
    const bomb = encodeBlock(blockKinds.content, Buffer.alloc(8 * 1024 * 1024));
    const lying = Buffer.concat(sealBlock({ ...bomb, rawLength: 1000 }, key, 4096));
    expect(findsDamage(() => open(lying))).toBe(true);
    const header = Buffer.alloc(16);
    header.write('BLK1');
    header[4] = 1;
    header.writeUInt32LE(0xffffffff, 8);
    expect(findsDamage(() => open(header))).toBe(true);
  });
});

describe('keys', () => {
  it('open with the passphrase in any normal form, and only with it', async () => {
    const dataKey = randomBytes(32);
    const setId = 'c'.repeat(32);
    const slot = await wrapDataKey(dataKey, setId, 'Übergrößenträger 42');
    expect(await unwrapDataKey([slot], setId, 'übergrößenträger 42')).toBeUndefined();
    expect(await unwrapDataKey([slot], setId, 'Übergrößenträger 42'.normalize('NFD'))).toEqual(dataKey);
    expect(await unwrapDataKey([slot], 'd'.repeat(32), 'Übergrößenträger 42')).toBeUndefined();
    await expect(unwrapDataKey([{ ...slot, n: 2 ** 21 }], setId, 'x')).rejects.toThrow(DamageError);
    await expect(unwrapDataKey([{ ...slot, r: 17 }], setId, 'x')).rejects.toThrow(DamageError);
    await expect(unwrapDataKey([{ ...slot, n: 1000 }], setId, 'x')).rejects.toThrow(DamageError);
  });

  it('differ for every file', () => {
    const exported = (salt: string): string => {
      const { blockKey, pageKey } = deriveFileKeys(Buffer.alloc(32), 'c'.repeat(32), salt);
      return blockKey.export().toString('hex') + pageKey.export().toString('hex');
    };
    expect(exported('0'.repeat(64))).not.toBe(exported('1'.repeat(64)));
  });
});

describe('names', () => {
  const names = [
    'plain',
    'ü',
    '🦊',
    'line\nbreak',
    textToBytes('\ud800 lone'),
    '\xff\xfe',
    'a\xe4b',
    '\xed\xa0\x80',
    '\xf0\x9f\xa6',
    '',
  ];

  it.each(names)('%j goes to shown text and back', (name) => {
    const bytes = name.split('').every((character) => character < '\u0100') ? name : textToBytes(name);
    expect(shownTextToBytes(bytesToShownText(bytes))).toBe(bytes);
  });

  it('are text only when they are UTF-8', () => {
    expect(bytesToText(textToBytes('ü🦊'))).toBe('ü🦊');
    expect(bytesToText('\xff')).toBeUndefined();
    expect(bytesToText(textToBytes('\ud800'))).toBeUndefined();
  });

  it('are ordered part by part', () => {
    const sorted = ['a', 'a/b', 'a/b/c', 'a b', 'a-b', 'a.b', 'ab'];
    expect([...sorted].reverse().sort(comparePaths)).toEqual(sorted);
  });
});

describe('catalog lines', () => {
  const chunks = Array.from({ length: 5000 * 4 }, (_, index) => [1, 4096 + index, 0, 10][index % 4] ?? 0);
  const entries: readonly CatalogEntry[] = [
    { kind: 'root', path: '/data', rootKind: 'folder', modified: '-1', mode: 0o755 },
    { kind: 'folder', path: textToBytes('ü'), modified: '1795229871920000076', owner: 0, group: 0 },
    { kind: 'file', path: '\xff', size: 50_000, sparse: true, chunks, inode: '18446744073709551615' },
    { kind: 'link', path: 'l', target: '\xfe' },
    { kind: 'hardLink', path: 'h', linkTo: 'a' },
    { kind: 'special', path: 's', specialKind: 'fifo' },
    { kind: 'skipped', path: 'x', code: 'file.unreadable', reason: 'EACCES' },
  ];

  it.each(entries)('come back: $kind', (entry) => {
    const [first = '', ...more] = encodeEntry(entry);
    const line = decodeLine(first);
    if (line.kind !== 'file') expect(line).toEqual(entry);
    else {
      const rest = more.map(decodeLine).flatMap((other) => (other.kind === 'moreChunks' ? other.chunks : []));
      expect({ ...line, chunks: [...line.chunks, ...rest] }).toEqual(entry);
      expect(more).toHaveLength(2);
    }
  });

  it('of an unknown kind are skipped entries', () => {
    expect(decodeLine('{"kind":"dream","path":"d"}')).toMatchObject({ kind: 'skipped', path: 'd' });
  });

  it.each([
    'null',
    '[]',
    '{',
    '{"kind":"file","path":"a","size":-1,"chunks":[]}',
    '{"kind":"file","path":"a","size":1,"chunks":[[1,2,3]]}',
    '{"kind":"file","path":"a","size":1,"chunks":[[1,0,0,1]]}',
    '{"kind":"file","path":"a","size":1,"chunks":[[0,1,0,1]]}',
    '{"kind":"file","path":"a","size":1,"chunks":[[1,4096,8388608,1]]}',
    '{"kind":"file","path":7,"size":1,"chunks":[]}',
    '{"kind":"root","path":"/a","rootKind":"x"}',
    '{"kind":"folder","path":"a","modified":"soon"}',
    '{"kind":"folder","path":"a","mode":"777"}',
  ])('are refused: %s', (line) => {
    expect(findsDamage(() => decodeLine(line))).toBe(true);
  });

  it('survive any mutation without another failure than damage', () => {
    const next = random(3);
    const line = encodeEntry(entries[2] as CatalogEntry)[0]?.slice(0, 400) ?? '';
    for (let round = 0; round < 5000; round += 1) {
      const position = Math.floor(next() * line.length);
      const mutated =
        line.slice(0, position) +
        String.fromCharCode(32 + Math.floor(next() * 95)) +
        line.slice(position + 1);
      findsDamage(() => decodeLine(mutated));
    }
  });
});
