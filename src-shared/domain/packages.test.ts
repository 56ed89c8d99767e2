import { describe, expect, it } from 'vitest';
import { brokenImportJobNameRule } from './naming-rules.ts';
import { packageJobName } from './packages.ts';

describe('name of a further import job', () => {
  it.each([
    ['seed-fs01', 1, 'seed-fs01'],
    ['seed-fs01', 2, 'seed-fs01-2'],
    ['abcdefghijklmnopqrstuvwx', 2, 'abcdefghijklmnopqrstuv-2'],
    ['abcdefghijklmnopqrst-vwx', 12, 'abcdefghijklmnopqrst-12'],
  ])('%s, package %i: %s', (first, number, expected) => {
    const name = packageJobName(first, number);
    expect(name).toBe(expected);
    expect(brokenImportJobNameRule(name)).toBeUndefined();
  });
});
