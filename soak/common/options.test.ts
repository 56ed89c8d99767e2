import { describe, expect, it } from 'vitest';
import { parseSoakOptions } from './options.ts';

const cases = [
  { name: 'one', purpose: 'tries one', defaultCount: 300 },
  { name: 'two', purpose: 'tries two', defaultCount: 10 },
];
const parse = (...words: string[]) => parseSoakOptions(words, cases, '/cache/soak', 77);

describe('options of a soak', () => {
  it('are the count of the case and a seed by chance, unless given', () => {
    const expected = {
      soakCase: 'one',
      count: 300,
      seed: 77,
      workFolder: '/cache/soak',
      jsonFile: undefined,
    };
    expect(parse('one')).toEqual(expected);
    expect(parse('two', '--count', '5', '--seed', '0', '--work', '/data', '--json', '/out/a.json')).toEqual({
      soakCase: 'two',
      count: 5,
      seed: 0,
      workFolder: '/data',
      jsonFile: '/out/a.json',
    });
  });

  it.each([
    [[], 'Usage: npm run soak'],
    [['three'], 'three: one of one, two.'],
    [['one', 'two'], 'two: one case at a time.'],
    [['one', '--count', '0'], '--count 0: a whole number from 1.'],
    [['one', '--count', ''], '--count : a whole number from 1.'],
    [['one', '--seed', '-1'], '--seed'],
    [['one', '--seed', '4294967296'], '--seed 4294967296: a whole number from 0 to 4294967295.'],
    [['one', '--often'], '--often'],
  ])('%j are refused with a sentence', (words, sentence) => {
    expect(parse(...words)).toContain(sentence);
  });
});
