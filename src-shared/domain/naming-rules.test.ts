import { describe, expect, it } from 'vitest';
import {
  brokenContainerRule,
  brokenImportJobNameRule,
  brokenStorageAccountRule,
  brokenSubscriptionIdRule,
  brokenVaultNameRule,
  type NamingRuleCode,
} from './naming-rules.ts';

type Table = readonly [
  string,
  (value: string) => NamingRuleCode | undefined,
  (readonly [string, NamingRuleCode | undefined])[],
];

describe.each<Table>([
  [
    'import job name',
    brokenImportJobNameRule,
    [
      ['seed-fs01', undefined],
      ['abc', undefined],
      ['a'.repeat(24), undefined],
      ['', 'required'],
      ['ab', 'length3To24'],
      ['a'.repeat(25), 'length3To24'],
      ['Seed', 'lowerCaseLettersDigitsHyphens'],
      ['seed_01', 'lowerCaseLettersDigitsHyphens'],
      ['seed 01', 'lowerCaseLettersDigitsHyphens'],
      ['1seed', 'startsWithLetter'],
      ['-seed', 'startsWithLetter'],
      ['seed-', 'startsAndEndsWithLetterOrDigit'],
    ],
  ],
  [
    'storage account',
    brokenStorageAccountRule,
    [
      ['seed01', undefined],
      ['', 'required'],
      ['se', 'length3To24'],
      ['seed-01', 'lowerCaseLettersAndDigits'],
      ['Seed01', 'lowerCaseLettersAndDigits'],
    ],
  ],
  [
    'container',
    brokenContainerRule,
    [
      ['seed-fs01', undefined],
      ['a'.repeat(63), undefined],
      ['a'.repeat(64), 'length3To63'],
      ['', 'required'],
      ['Seed', 'lowerCaseLettersDigitsHyphens'],
      ['seed_1', 'lowerCaseLettersDigitsHyphens'],
      ['-seed', 'startsAndEndsWithLetterOrDigit'],
      ['seed-', 'startsAndEndsWithLetterOrDigit'],
      ['seed--1', 'noDoubleHyphen'],
    ],
  ],
  [
    'subscription id',
    brokenSubscriptionIdRule,
    [
      ['00000000-0000-4000-8000-00000000000A', undefined],
      ['', 'required'],
      ['00000000', 'guid'],
      ['{00000000-0000-4000-8000-000000000001}', 'guid'],
    ],
  ],
  [
    'vault name',
    brokenVaultNameRule,
    [
      ['contoso-vault', undefined],
      ['', 'required'],
      ['v', 'length2To50'],
      ['my vault', 'lettersDigitsHyphens'],
      ['1vault', 'startsWithLetter'],
    ],
  ],
])('%s', (_name, broken, rows) => {
  it.each(rows)('%j breaks %s', (value, rule) => {
    expect(broken(value)).toBe(rule);
  });
});
