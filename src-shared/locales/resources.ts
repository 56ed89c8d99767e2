import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { fr } from './fr/index.ts';
import type { LanguageCode } from './languages.ts';
import { nl } from './nl/index.ts';
import { sv } from './sv/index.ts';

/** A tree of words: keys by namespace, then by meaning. */
export interface WordTree {
  readonly [key: string]: string | WordTree;
}

/** All words of all languages. A key that a language lacks falls back to English. */
export const words: Readonly<Record<LanguageCode, WordTree>> = { en, de, nl, sv, fr };
