import { describe, expect, it } from 'vitest';
import {
  brokenPatternRule,
  compilePathPattern,
  firstPlaces,
  isWholePattern,
  placesAfter,
} from './path-pattern.ts';

/** Follows a path name by name, as a walk does. A pattern without slash holds in every folder. */
function fits(text: string, path: string): boolean {
  const pattern = compilePathPattern(text);
  const names = path.split('/');
  if (pattern.nameTest !== undefined) return pattern.nameTest(names.at(-1) ?? '');
  let places = firstPlaces(pattern);
  for (const name of names) places = placesAfter(pattern, places, name);
  return isWholePattern(pattern, places);
}

/** The same by trying everything, part by part and character by character: slow and plainly right. */
function fitsByTrying(text: string, path: string): boolean {
  const nameFits = (pattern: string, name: string): boolean => {
    const [first = '', ...rest] = [...pattern];
    const tail = rest.join('');
    if (first === '') return name === '';
    if (first === '*') return nameFits(tail, name) || (name !== '' && nameFits(pattern, name.slice(1)));
    return name !== '' && (first === '?' || first === name[0]) && nameFits(tail, name.slice(1));
  };
  const pathFits = (parts: readonly string[], names: readonly string[]): boolean => {
    const [part, ...others] = parts;
    if (part === undefined) return names.length === 0;
    if (part !== '**')
      return names.length > 0 && nameFits(part, names[0] ?? '') && pathFits(others, names.slice(1));
    if (others.length === 0) return names.length > 0;
    return pathFits(others, names) || (names.length > 0 && pathFits(parts, names.slice(1)));
  };
  const parts = text.replace(/^\//, '').split('/');
  const isName = parts.length === 1 && !text.startsWith('/') && text !== '**';
  return pathFits(isName ? ['**', ...parts] : parts, path.split('/'));
}

describe('a pattern', () => {
  it.each([
    ['*.tmp', 'a.tmp', true],
    ['*.tmp', 'deep/down/a.tmp', true],
    ['*.tmp', 'a.tmp.txt', false],
    ['*.tmp', '.tmp', true],
    ['~$*', 'docs/~$letter.docx', true],
    ['~$*', 'letter~$.docx', false],
    ['node_modules', 'web/node_modules', true],
    ['node_modules', 'web/node_modules2', false],
    ['cache/**', 'cache/a', true],
    ['cache/**', 'cache/a/b', true],
    ['cache/**', 'cache', false],
    ['cache/**', 'web/cache/a', false],
    ['**/cache/**', 'web/cache/a', true],
    ['**/log?.txt', 'log1.txt', true],
    ['**/log?.txt', 'a/b/log1.txt', true],
    ['**/log?.txt', 'a/log.txt', false],
    ['**/log?.txt', 'a/log12.txt', false],
    ['a/*/c', 'a/b/c', true],
    ['a/*/c', 'a/c', false],
    ['a/*/c', 'a/b/b/c', false],
    ['a/**/c', 'a/c', true],
    ['a/**/c', 'a/b/b/c', true],
    ['/top', 'top', true],
    ['/top', 'below/top', false],
    ['a\\b', 'a/b', true],
    ['*', 'anything/at all', true],
    ['**', 'anything/at all', true],
    ['?', '\u{1f600}', true],
    ['?', 'ab', false],
    ['*a*b*', 'xxayybzz', true],
    ['*a*b*', 'xxbyyazz', false],
    ['a*a', 'a', false],
    ['[ab].txt', 'a.txt', false],
    ['[ab].txt', '[ab].txt', true],
    ['(x|y)+.txt', 'xx.txt', false],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(fits(pattern, path)).toBe(expected);
  });

  it('means what trying everything finds, for thousands of patterns and paths', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const text = (choices: readonly string[], most: number) =>
      Array.from({ length: 1 + random(most) }, () => choices[random(choices.length)]).join('');
    const part = () => (random(4) === 0 ? '**' : text(['a', 'b', '*', '?'], 4).replace(/\*+/g, '*'));
    let fitting = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const pattern = `${random(4) === 0 ? '/' : ''}${Array.from({ length: 1 + random(3) }, part).join('/')}`;
      const path = Array.from({ length: 1 + random(4) }, () => text(['a', 'b'], 4)).join('/');
      const expected = fitsByTrying(pattern, path);
      if (fits(pattern, path) !== expected) expect([pattern, path]).toBe(expected);
      if (expected) fitting += 1;
    }
    expect(fitting).toBeGreaterThan(2000);
  });

  it('needs one pass, however it was made to be slow', () => {
    const long = 'a'.repeat(200_000);
    for (const pattern of [
      '*a'.repeat(120),
      `${'*a'.repeat(120)}*b`,
      `${'*?'.repeat(120)}*b`,
      `*${'a'.repeat(250)}b*`,
    ]) {
      expect(fits(pattern, long)).toBe(!pattern.includes('b'));
    }
    const deep = Array.from({ length: 20_000 }, () => 'a').join('/');
    expect(fits(`${'**/a/'.repeat(13)}**/b`, deep)).toBe(false);
    expect(fits(`${'**/a/'.repeat(13)}**`, deep)).toBe(true);
  });

  it('of more than 32 characters counts on over the words of its states', () => {
    const name = Array.from({ length: 100 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('');
    expect(fits(`?${name.slice(1, 50)}*${name.slice(60)}`, name)).toBe(true);
    expect(fits(`?${name.slice(1, 50)}*${name.slice(60)}x`, name)).toBe(false);
  });
});

describe('a broken pattern', () => {
  it.each([
    ['', 'patternEmpty'],
    ['  ', 'patternEmpty'],
    ['a'.repeat(261), 'patternTooLong'],
    ['a/'.repeat(30), 'patternTooDeep'],
    ['a**', 'patternDoubleStar'],
    ['***', 'patternDoubleStar'],
    ['/', 'patternEmptyPart'],
    ['a//b', 'patternEmptyPart'],
    ['../a', 'patternDotPart'],
    ['a/./b', 'patternDotPart'],
    ['C:\\Data', 'patternFullPath'],
    ['*.tmp', undefined],
    ['/cache/', undefined],
    ['\\cache\\**', undefined],
    [`${'a/'.repeat(28)}**`, undefined],
  ])('%s: %s', (text, code) => {
    expect(brokenPatternRule(text)).toBe(code);
  });

  it('speaks of folders in a rule without subfolders', () => {
    expect(brokenPatternRule('cache/**', false)).toBe('patternNeedsSubfolders');
    expect(brokenPatternRule('cache/', false)).toBe('patternNeedsSubfolders');
    expect(brokenPatternRule('*.tmp', false)).toBeUndefined();
    expect(brokenPatternRule('/a.tmp', false)).toBeUndefined();
  });
});
