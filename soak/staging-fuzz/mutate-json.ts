/** @file Changes to JSON that knows what JSON is: values at the edges, members lost and added, depth, other ways to write the same. */
import type { Random } from '../../bench/corpora/random.ts';
import { chance, pick } from './fuzz-kind.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Stands for text that `JSON.stringify` would not write. */
const rawMark = '\u0000raw:';
const raw = (text: string): string => rawMark + text;

const numbers: readonly [Json, ...Json[]] = [
  0,
  1,
  -1,
  2,
  0.5,
  4095,
  4096,
  2 ** 24,
  2 ** 31,
  2 ** 32,
  2 ** 40,
  2 ** 53 - 1,
  2 ** 53,
  1e300,
  raw('1e400'),
  raw('-0'),
  raw('123456789012345678901234567890'),
];
const texts: readonly [Json, ...Json[]] = [
  '',
  '.',
  '..',
  '/',
  'a/../../b',
  'a//b',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfff/b',
  '0',
  '-1',
  '99999999999999999999',
  '-99999999999999999999',
  '999999999999999999999999',
  '__proto__',
  'constructor',
  'root',
  'folder',
  'file',
  'link',
  'hardLink',
  'special',
  'skipped',
  'moreChunks',
  'stream',
  'volume',
  'descriptor',
  'volumeTrailer',
  'é'.repeat(300),
  'x/'.repeat(500),
  'AAAA',
  'A',
  '====',
  'ff'.repeat(16),
  'ff'.repeat(32),
];
const memberNames = [
  '__proto__',
  'constructor',
  'toString',
  'kind',
  'path',
  'pathBytes',
  'chunks',
  'size',
  'target',
  'stream',
  'streams',
  'security',
  'extendedAttributes',
  'attributes',
  'linkTo',
  'sparse',
  'length',
] as const;

function nested(random: Random): Json {
  const depth = pick(random, [2, 50, 2000, 20_000]);
  return random() % 2 === 0
    ? raw('['.repeat(depth) + ']'.repeat(depth))
    : raw(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
}

/** Any value at an edge. */
export function oddValue(random: Random): Json {
  switch (random() % 10) {
    case 0:
    case 1:
    case 2:
      return pick(random, numbers);
    case 3:
    case 4:
    case 5:
      return pick(random, texts);
    case 6:
      return pick<Json>(random, [null, true, false, [], {}, { toString: 1 }, { toJSON: null }, [[]]]);
    case 7:
      return nested(random);
    case 8:
      return 'y'.repeat(pick(random, [255, 4096, 70_000]));
    default:
      return Array.from({ length: pick(random, [1, 4, 17, 3000]) }, () => pick(random, numbers));
  }
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mutateObject(random: Random, object: { readonly [name: string]: Json }): Json {
  const entries = Object.entries(object);
  const at = random() % Math.max(1, entries.length);
  switch (random() % 8) {
    case 0:
      return Object.fromEntries(entries.filter((_, index) => index !== at));
    case 1:
      return Object.fromEntries([...entries, [pick(random, memberNames), oddValue(random)]]);
    case 2:
      return Object.fromEntries(
        entries.map(([name, value], index) => [index === at ? pick(random, memberNames) : name, value]),
      );
    default:
      return Object.fromEntries(
        entries.map(([name, value], index) => [name, index === at ? mutateJson(random, value) : value]),
      );
  }
}

function mutateList(random: Random, list: readonly Json[]): Json {
  const at = random() % Math.max(1, list.length);
  switch (random() % 6) {
    case 0:
      return list.filter((_, index) => index !== at);
    case 1:
      return [...list.slice(0, at), oddValue(random), ...list.slice(at)];
    case 2:
      return Array.from({ length: pick(random, [2, 9, 2049]) }, () => list[at] ?? 0);
    default:
      return list.map((value, index) => (index === at ? mutateJson(random, value) : value));
  }
}

/** The same value with one thing changed, anywhere in it. */
export function mutateJson(random: Random, value: Json): Json {
  if (chance(random, 0.15)) return oddValue(random);
  if (Array.isArray(value)) return mutateList(random, value);
  if (isObject(value)) return mutateObject(random, value);
  return oddValue(random);
}

function escaped(text: string): string {
  return `"${[...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
}

/** JSON text; now and then written in other ways that mean the same, or with a member that stands twice. */
export function writeJson(random: Random, value: Json): string {
  let text = JSON.stringify(value);
  if (text.includes('\\u0000raw:')) {
    text = text.replaceAll(/"\\u0000raw:((?:[^"\\]|\\.)*)"/g, (_, inner: string) =>
      inner.replaceAll('\\"', '"'),
    );
  }
  switch (random() % 12) {
    case 0:
      return text.replaceAll(/"([a-zA-Z]{2,12})"/g, (whole, word: string) =>
        random() % 2 === 0 ? escaped(word) : whole,
      );
    case 1:
      return text.startsWith('{') && text.length > 2 ? `{"kind":"root",${text.slice(1)}` : text;
    case 2:
      return text.replaceAll(',', ' ,\t');
    default:
      return text;
  }
}
