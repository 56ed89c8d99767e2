import { describe, expect, it } from 'vitest';
import { decodeLine } from './catalog-decode.ts';
import { DamageError } from './damage.ts';

describe('a catalog line', () => {
  it.each([
    ['an object that is no text', '{"kind":{"toString":1},"path":"a"}'],
    ['a list of any depth', `{"kind":${'['.repeat(200_000)}${']'.repeat(200_000)},"path":"a"}`],
    ['nothing', '{"path":"a"}'],
  ])('whose kind is %s is damage', (_what, line) => {
    expect(() => decodeLine(line)).toThrow(DamageError);
  });

  it('of a kind that is not known yet is named as skipped', () => {
    expect(decodeLine('{"kind":"hologram","path":"a"}')).toMatchObject({
      kind: 'skipped',
      code: 'unknownKind',
      reason: 'kind hologram',
    });
  });

  it.each(['path', 'pathBytes'])('with a %s longer than any system has is damage', (name) => {
    const line = (length: number): string => JSON.stringify({ kind: 'folder', [name]: 'a'.repeat(length) });
    expect(decodeLine(line(131_072))).toMatchObject({ kind: 'folder' });
    expect(() => decodeLine(line(131_076))).toThrow(DamageError);
  });
});
