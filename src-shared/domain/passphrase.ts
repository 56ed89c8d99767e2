/** MARS asks for at least 16 characters (offline-backup.md 4). */
export const minimumPassphraseCharacters = 16;

export const passphraseRuleCodes = ['required', 'tooShort'] as const;
export type PassphraseRuleCode = (typeof passphraseRuleCodes)[number];

/** Characters as a person counts them, not UTF-16 units. */
function characters(passphrase: string): readonly string[] {
  return [...passphrase.normalize('NFC')];
}

/** @returns the code of the broken rule, or undefined for a passphrase that may be used */
export function brokenPassphraseRule(passphrase: string): PassphraseRuleCode | undefined {
  if (passphrase.length === 0) return 'required';
  return characters(passphrase).length < minimumPassphraseCharacters ? 'tooShort' : undefined;
}

/** 0 refused, 1 weak, 2 fair, 3 good, 4 strong. */
export type PassphraseStrength = 0 | 1 | 2 | 3 | 4;

/** Sizes of the alphabets that a guesser would have to try. */
const alphabets: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[ !-/:-@[-`{-~]/, 33],
  [/[^ -~]/, 100],
];

/** Characters that are no repetition of the one before and no step of a row such as `abc` or `321`. */
function surprisingCharacters(all: readonly string[]): number {
  let surprising = 0;
  for (const [index, character] of all.entries()) {
    const step = (character.codePointAt(0) ?? 0) - (all[index - 1]?.codePointAt(0) ?? 0);
    if (index === 0 || Math.abs(step) > 1) surprising += 1;
  }
  return surprising;
}

/**
 * Rough strength for the bar beside the box: bits from the alphabets in use and the characters that are not predictable from
 * the one before. It does not know words, so it stays careful with letters alone.
 */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  if (brokenPassphraseRule(passphrase) !== undefined) return 0;
  const all = characters(passphrase);
  const alphabet = alphabets.reduce(
    (size, [pattern, letters]) => (pattern.test(passphrase) ? size + letters : size),
    0,
  );
  const different = Math.min(surprisingCharacters(all), new Set(all).size * 2);
  const kinds = alphabets.filter(([pattern]) => pattern.test(passphrase)).length;
  const bits = different * Math.log2(Math.max(2, alphabet)) * (kinds === 1 ? 0.6 : 0.8);
  if (bits < 35) return 1;
  if (bits < 60) return 2;
  return bits < 90 ? 3 : 4;
}
