import { describe, expect, it } from 'vitest';
import { isAtLeast, readVersion } from './versions.ts';

describe('readVersion', () => {
  it.each([
    ['restic 0.18.0 compiled with go1.24.4 on linux/amd64', '0.18.0'],
    ['borg 1.2.4', '1.2.4'],
    ['*** Zstandard CLI (64-bit) v1.5.4, by Yann Collet ***', '1.5.4'],
    ['tar (GNU tar) 1.34', '1.34'],
    ['no number', undefined],
  ])('%s', (printed, version) => {
    expect(readVersion(printed)).toBe(version);
  });
});

describe('isAtLeast', () => {
  it.each([
    ['0.18.0', '0.18', true],
    ['0.18.1', '0.18', true],
    ['1.0', '0.18', true],
    ['0.14.0', '0.18', false],
    ['0.9.6', '0.18', false],
  ])('%s against %s: %s', (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });
});
