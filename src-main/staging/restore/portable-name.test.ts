import { describe, expect, it } from 'vitest';
import { refusedName, safeFolderName } from './portable-name.ts';

describe('refusedName', () => {
  it.each([
    ['..', 'linux', true],
    ['', 'linux', true],
    ['a/b', 'linux', true],
    ['a\0b', 'linux', true],
    ['a:b', 'linux', false],
    ['line\nbreak', 'linux', false],
    ['\xff\xfe', 'linux', false],
    ['a:b', 'win32', true],
    ['a\\b', 'win32', true],
    ['NUL', 'win32', true],
    ['com1.txt', 'win32', true],
    ['ends.', 'win32', true],
    ['line\nbreak', 'win32', true],
    ['\xff\xfe', 'win32', true],
    ['plain name.txt', 'win32', false],
  ] as const)('%j on %s: %s', (name, platform, isRefused) => {
    expect(refusedName(name, platform) !== undefined).toBe(isRefused);
  });
});

describe('safeFolderName', () => {
  it.each([
    ['C:', 'C_'],
    ['data', 'data'],
    ['', 'root'],
    ['aux', 'root aux'],
    ['dots...', 'dots'],
    ['a/b', 'a_b'],
  ])('%j becomes %j', (text, name) => {
    expect(safeFolderName(text)).toBe(name);
  });
});
