import { describe, expect, it } from 'vitest';
import { languageCodes } from './languages.ts';
import { type WordTree, words } from './resources.ts';

const pluralEnding = /_(?:zero|one|two|few|many|other)$/;

function leavesOf(tree: WordTree, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as const] : leavesOf(value, `${path}${key}.`),
  );
}

const withoutPlural = (key: string) => key.replace(pluralEnding, '');
const keysOf = (leaves: ReadonlyMap<string, string>) => new Set([...leaves.keys()].map(withoutPlural));

/** Placeholders with their units, and references to other keys, each once and sorted. */
function placeholdersOf(text: string): readonly string[] {
  const found = [...text.matchAll(/\{\{[^}]*\}\}|\$t\([^)]*\)/g)].map(([whole]) => whole);
  return [...new Set(found)].sort();
}

const english = new Map(leavesOf(words.en));
/** Keys with plurals. A `_zero` is extra: i18next takes it for 0 in every language. */
const pluralKeys = [...english.keys()].filter((key) => key.endsWith('_other')).map(withoutPlural);

describe.each(languageCodes.filter((code) => code !== 'en'))('words in %s', (code) => {
  const translated = new Map(leavesOf(words[code]));

  it('have the keys of English, plurals aside', () => {
    const [own, expected] = [keysOf(translated), keysOf(english)];
    expect([...expected].filter((key) => !own.has(key))).toEqual([]);
    expect([...own].filter((key) => !expected.has(key))).toEqual([]);
  });

  it('have every plural that the language asks for, and no other', () => {
    const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const missing = pluralKeys.flatMap((key) =>
      categories.map((category) => `${key}_${category}`).filter((each) => !translated.has(each)),
    );
    expect(missing).toEqual([]);
    const unused = [...translated.keys()].filter(
      (key) =>
        pluralEnding.test(key) &&
        !english.has(key) &&
        !categories.some((category) => key.endsWith(`_${category}`)),
    );
    expect(unused).toEqual([]);
    const zeros = [...english.keys()].filter((key) => key.endsWith('_zero'));
    expect(zeros.filter((key) => !translated.has(key))).toEqual([]);
  });

  it('have the placeholders of English', () => {
    const differing = [...translated].filter(([key, text]) => {
      const source = english.get(key) ?? english.get(`${withoutPlural(key)}_other`);
      return source !== undefined && placeholdersOf(text).join() !== placeholdersOf(source).join();
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('are empty only where English is', () => {
    const empty = [...translated].filter(([key, text]) => text.trim() === '' && english.get(key) !== '');
    expect(empty.map(([key]) => key)).toEqual([]);
  });
});
