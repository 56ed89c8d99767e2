import { describe, expect, it } from 'vitest';
import type { Exclusion } from './initiate-draft.ts';
import { movesOfRule, swapRules } from './rule-order.ts';

const rule = (path: string, effect?: 'keep'): Exclusion => ({
  path,
  includeSubfolders: true,
  fileTypes: [],
  ...(effect === undefined ? {} : { effect }),
});

describe('the order of rules', () => {
  it('matters among rules for one path of which some keep and some leave out', () => {
    const rules = [rule('/a'), rule('/b'), rule('/a', 'keep'), rule('/a/c', 'keep'), rule('/a/')];
    const moves = rules.map((_rule, index) => movesOfRule(rules, index, false));
    expect(moves).toEqual([
      { up: undefined, down: 2 },
      undefined,
      { up: 0, down: 4 },
      undefined,
      { up: 2, down: undefined },
    ]);
  });

  it('changes nothing where all rules for a path do the same', () => {
    expect(movesOfRule([rule('/a'), rule('/a')], 0, false)).toBeUndefined();
    expect(movesOfRule([rule('/a', 'keep'), rule('/a', 'keep')], 1, false)).toBeUndefined();
    expect(movesOfRule([], 0, false)).toBeUndefined();
  });

  it('knows paths of Windows by either slash and case, others only as they are written', () => {
    expect(movesOfRule([rule('C:\\Data'), rule('c:/data/', 'keep')], 0, true)).toEqual({ down: 1 });
    expect(movesOfRule([rule('/Data'), rule('/data', 'keep')], 0, false)).toBeUndefined();
  });

  it('is changed by two rules that change places', () => {
    const [first, second, third] = [rule('/a'), rule('/b'), rule('/a', 'keep')];
    expect(swapRules([first, second, third], 0, 2)).toEqual([third, second, first]);
    expect(swapRules([first], 0, 5)).toEqual([first]);
  });
});
