import { describe, expect, it } from 'vitest';
import { brokenPrefixRule, judgeOpaqueFiles, normalPrefix, type OpaqueFile } from './opaque-rules.ts';

const gibibyte = 2 ** 30;
const codeOf = (file: OpaqueFile, blobKind: 'page' | 'block' = 'page', prefix = '') =>
  judgeOpaqueFiles([file], { blobKind, prefix }).problems[0]?.code;

describe('judgeOpaqueFiles', () => {
  it.each([
    ['a.BaseBlob', 512, 'page', undefined],
    ['a.BaseBlob', 0, 'page', undefined],
    ['a.BaseBlob', 513, 'page', 'notMultipleOf512'],
    ['a.txt', 513, 'block', undefined],
    ['a.vhd', 8192 * gibibyte, 'page', undefined],
    ['a.vhd', 8192 * gibibyte + 512, 'page', 'tooLongForPages'],
    ['a.vhd', 50_000 * 4 * 2 ** 20, 'block', undefined],
    ['a.vhd', 50_000 * 4 * 2 ** 20 + 1, 'block', 'tooLongForBlocks'],
    ['deep/er/ü ñ 漢.bin', 512, 'page', undefined],
    ['a:b', 512, 'page', 'nameNotPortable'],
    ['a\\b', 512, 'page', 'nameNotPortable'],
    ['folder./x', 512, 'page', 'nameNotPortable'],
    ['x ', 512, 'page', 'nameNotPortable'],
    ['nul.txt', 512, 'page', 'nameNotPortable'],
    ['line\nbreak', 512, 'page', 'nameNotPortable'],
    ['lone\ud800', 512, 'page', 'nameNotPortable'],
    ['x'.repeat(256), 512, 'page', 'nameTooLong'],
    [Array(5).fill('x'.repeat(250)).join('/'), 512, 'page', 'nameTooLong'],
  ] as const)('%j of %d bytes as %s blob: %s', (name, bytes, kind, code) => {
    expect(codeOf({ name, bytes }, kind)).toBe(code);
  });

  it('counts the prefix into the length of the name', () => {
    const name = Array(4).fill('x'.repeat(250)).join('/');
    expect([codeOf({ name, bytes: 0 }), codeOf({ name, bytes: 0 }, 'page', 'y'.repeat(22))]).toEqual([
      undefined,
      'nameTooLong',
    ]);
  });

  it('names every file that would share its place on the drive', () => {
    const files = ['A/x', 'a/X', 'b', 'c.Partial'].map((name) => ({ name, bytes: 0 }));
    const { problems } = judgeOpaqueFiles(files, { blobKind: 'page', prefix: '' });
    expect(problems.map(({ file, code }) => [file, code])).toEqual([
      ['A/x', 'nameTaken'],
      ['a/X', 'nameTaken'],
      ['c.Partial', 'partialName'],
    ]);
  });

  it('adds up, keeps the list short, and says when block blobs would do', () => {
    const files = Array.from({ length: 300 }, (_, index) => ({ name: `f${index}`, bytes: 100 }));
    const check = judgeOpaqueFiles(files, { blobKind: 'page', prefix: '' });
    expect([check.files, check.bytes, check.problems.length, check.problemCount]).toEqual([
      300, 30_000, 200, 300,
    ]);
    expect(check.blocksWouldDo).toBe(true);
    const link: OpaqueFile = { name: 'link', bytes: 0, problem: 'notAFile' };
    expect(judgeOpaqueFiles([...files, link], { blobKind: 'page', prefix: '' }).blocksWouldDo).toBe(false);
    expect(judgeOpaqueFiles(files, { blobKind: 'block', prefix: '' })).toMatchObject({
      problemCount: 0,
      blocksWouldDo: false,
    });
  });
});

describe('prefix', () => {
  it.each([
    ['', undefined],
    ['dpm/', undefined],
    ['dpm/2026-11/', undefined],
    ['dpm', 'prefixSlashes'],
    ['/dpm/', 'prefixSlashes'],
    ['a//b/', 'prefixSlashes'],
    ['../', 'prefixSlashes'],
    ['a./', 'prefixSlashes'],
    ['ü/', 'prefixCharacters'],
    ['a b/', 'prefixCharacters'],
  ] as const)('%j: %s', (prefix, rule) => {
    expect(brokenPrefixRule(prefix)).toBe(rule);
  });

  it('gets its slashes by itself', () => {
    expect([' dpm ', '\\dpm\\a', '/x/', ''].map(normalPrefix)).toEqual(['dpm/', 'dpm/a/', 'x/', '']);
  });
});
