import { expect, it } from 'vitest';
import { brokenPassphraseRule, passphraseStrength } from '../../src-shared/domain/passphrase.ts';
import { generatePassphrase } from './generate-passphrase.ts';

it('makes strong passphrases that differ and are easy to copy by hand', () => {
  const made = new Set(Array.from({ length: 200 }, generatePassphrase));
  expect(made.size).toBe(200);
  for (const passphrase of made) {
    expect(passphrase).toMatch(/^([2-9a-hjkmnp-z]{5}-){5}[2-9a-hjkmnp-z]{5}$/);
    expect(brokenPassphraseRule(passphrase)).toBeUndefined();
    expect(passphraseStrength(passphrase)).toBe(4);
  }
  const used = new Set([...made].join('').replaceAll('-', ''));
  expect(30 * Math.log2(used.size)).toBeGreaterThan(128);
});
