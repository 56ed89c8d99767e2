import { describe, expect, it } from 'vitest';
import { brokenPassphraseRule, passphraseStrength } from './passphrase.ts';

describe('brokenPassphraseRule', () => {
  it.each([
    ['', 'required'],
    ['fifteen letters', 'tooShort'],
    ['sixteen letters!', undefined],
    ['ääääääääääääääää', undefined],
    // Eight emoji are sixteen UTF-16 units, but eight characters.
    ['😀😀😀😀😀😀😀😀', 'tooShort'],
  ])('%j gives %j', (passphrase, code) => {
    expect(brokenPassphraseRule(passphrase)).toBe(code);
  });
});

describe('passphraseStrength', () => {
  it.each([
    ['short', 0],
    ['aaaaaaaaaaaaaaaaaaaa', 1],
    ['1234567890123456789', 1],
    ['abcdefghijklmnopqrs', 1],
    ['correct horse battery staple', 4],
    ['k7m2p-x9q4t-w3z8d-r5h6n-c2v7b-j4f9g', 4],
  ])('%j gives %j', (passphrase, strength) => {
    expect(passphraseStrength(passphrase)).toBe(strength);
  });

  it('grows with what is added', () => {
    const steps = ['wolkenbruchmaler', 'wolkenbruchmaler 47', 'wolkenbruchmaler 47 Teekanne'].map(
      passphraseStrength,
    );
    expect(steps).toEqual([...steps].sort());
    expect(steps[0]).toBeLessThan(steps[2] ?? 0);
  });
});
