import { describe, expect, it } from 'vitest';
import { textToBytes } from '../format/byte-text.ts';
import { createClaimedNames, mayBeShortName } from './claimed-names.ts';

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
