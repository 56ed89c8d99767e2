import { describe, expect, it } from 'vitest';
import { parsePracticeOptions, parseSize } from './practice-options.ts';

describe('parseSize', () => {
  it.each([
    ['256MiB', 268_435_456],
    ['4 GB', 4_000_000_000],
    ['1.5gib', 1_610_612_736],
    ['4096', 4096],
    ['', undefined],
    ['-1', undefined],
    ['12 parsecs', undefined],
    ['0', undefined],
  ])('%s is %s bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });
});

describe('parsePracticeOptions', () => {
  it('has defaults for everything', () => {
    expect(parsePracticeOptions([])).toEqual({
      source: undefined,
      driveSizeBytes: undefined,
      drives: 3,
      driveMounts: 'folders',
      passphraseFile: undefined,
      workFolder: undefined,
      until: 'recovered',
      report: undefined,
    });
  });

  it.each([
    [['--drive-size', '1'], '--drive-size'],
    [['--drives', '11'], '--drives'],
    [['--drives', 'many'], '--drives'],
    [['--drive-mounts', 'ext4'], '--drive-mounts'],
    [['--until', 'lunch'], '--until'],
    [['--nonsense'], '--nonsense'],
  ])('%j names the option that is wrong', (programArguments, name) => {
    expect(parsePracticeOptions(programArguments)).toEqual(expect.stringContaining(name));
  });
});
