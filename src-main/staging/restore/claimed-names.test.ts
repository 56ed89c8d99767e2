import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textToBytes } from '../format/byte-text.ts';
import { createClaimedNames, mayBeShortName } from './claimed-names.ts';
import { placeEntry } from './place.ts';

describe('claimed names', () => {
  it.each([
    ['README', 'readme'],
    ['Straße', 'STRASSE'],
    ['é composed', 'e\u0301 composed'],
    ['ÄÖÜ', 'äöü'],
    ['\u212aelvin', 'kelvin'],
    ['same', 'same'],
  ])('%s and %s could be one', (first, second) => {
    const names = createClaimedNames();
    names.add(textToBytes(first));
    expect(names.rivals(textToBytes(second))).toEqual([textToBytes(first)]);
  });

  it('tells names apart that no file system takes for the same', () => {
    const names = createClaimedNames();
    for (const name of ['a', 'a ', 'a.txt', '\xff\xfe']) names.add(name);
    expect(names.rivals('b')).toEqual([]);
    expect(names.rivals('A.TXT')).toEqual(['a.txt']);
    names.add('A.TXT');
    expect(names.rivals('a.Txt')).toEqual(['a.txt', 'A.TXT']);
  });
});

describe('a further name', () => {
  it('gets the next number without a look at those before', () => {
    const names = createClaimedNames();
    expect([
      names.nextNumber('a'),
      names.nextNumber('a'),
      names.nextNumber('b'),
      names.nextNumber('a'),
    ]).toEqual([1, 2, 1, 3]);
  });
});

describe('short names', () => {
  it.each(['LONGFI~1.TXT', 'A~12', 'x~1.c'])('%s may be another name of a file on Windows', (name) => {
    expect(mayBeShortName(name, 'win32')).toBe(true);
    expect(mayBeShortName(name, 'linux')).toBe(false);
  });
  it.each(['notes~', 'a~b.txt', 'a long name~1.txt', 'x~1.jpeg'])('%s is none', (name) => {
    expect(mayBeShortName(name, 'win32')).toBe(false);
  });
});

describe('names that are more than can be remembered', () => {
  it('make the folder full, and leaving another one makes room for further ones', () => {
    const budget = { names: 3, characters: 100 };
    const [first, second] = [createClaimedNames(budget), createClaimedNames(budget)];
    for (const name of ['a', 'b']) first.add(name);
    for (const name of ['a', 'b']) second.add(name);
    expect([first.isFull, second.isFull]).toEqual([false, true]);
    expect([second.rivals('A'), second.rivals('B')]).toEqual([['a'], []]);
    first.clear();
    second.clear();
    expect(budget).toEqual({ names: 3, characters: 100 });
  });

  it('count as long as they are', () => {
    const names = createClaimedNames({ names: 1000, characters: 100 });
    names.add('x'.repeat(60));
    expect(names.isFull).toBe(false);
    names.add('y'.repeat(60));
    expect(names.isFull).toBe(true);
  });

  it('are never written over', () => {
    const path = mkdtempSync(join(tmpdir(), 'claimed-'));
    try {
      const claimed = createClaimedNames({ names: 0, characters: 0 });
      writeFileSync(join(path, 'own.txt'), 'restored a moment ago');
      claimed.add('own.txt');
      const place = (name: string) => placeEntry({ path, claimed, isNew: true }, name, 'overwrite', false);
      expect(place('own.txt')).toMatchObject({ kind: 'write', name: 'own (restored).txt', isOver: false });
      expect(place('other.txt')).toMatchObject({ kind: 'write', name: 'other.txt', isOver: false });
    } finally {
      rmSync(path, { recursive: true });
    }
  });
});
