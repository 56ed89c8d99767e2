import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBenchOptions } from './options.ts';

const benches = [
  { name: 'staging', purpose: 'backs up', cases: ['a', 'b', 'c'] },
  { name: 'growth', purpose: 'grows', cases: ['files-10k'] },
];
const parse = (...programArguments: string[]) => parseBenchOptions(programArguments, benches, '/cache');

describe('parseBenchOptions', () => {
  it('has defaults for everything but the bench', () => {
    expect(parse('staging')).toEqual({
      bench: 'staging',
      isShort: false,
      jsonFile: undefined,
      workFolder: path.resolve('/cache'),
      only: undefined,
      runs: 3,
      isKept: false,
      isPreparingOnly: false,
    });
  });

  it('makes one run of a short bench, unless more are asked for', () => {
    expect(parse('staging', '--short')).toMatchObject({ isShort: true, runs: 1 });
    expect(parse('staging', '--short', '--runs', '2')).toMatchObject({ runs: 2 });
  });

  it('takes cases in the order of the bench', () => {
    expect(parse('staging', '--only', 'c, a')).toMatchObject({ only: ['a', 'c'] });
  });

  it.each([
    [['staging', '--only', 'a,d'], '"d"'],
    [['staging', '--runs', '0'], '--runs 0'],
    [['staging', '--runs', 'many'], '--runs many'],
    [['sorting'], 'sorting'],
    [['staging', 'growth'], 'one bench at a time'],
    [['staging', '--nonsense'], '--nonsense'],
    [[], 'Usage'],
    [['staging', '--help'], 'files-10k'],
  ])('%j is answered with a sentence', (programArguments, part) => {
    expect(parse(...programArguments)).toEqual(expect.stringContaining(part));
  });
});
