import { describe, expect, it } from 'vitest';
import { isRecoveryPassword, recoveryPasswordFrom } from './recovery-password.ts';

describe('isRecoveryPassword', () => {
  it.each([
    ['466895-217492-569250-069608-104434-135707-527241-083622', true],
    ['000000-000000-000000-000000-000000-000000-000000-000000', true],
    ['720885-000000-000000-000000-000000-000000-000000-000011', true],
    // Divisible by 11, but above 65,535 x 11.
    ['720896-000000-000000-000000-000000-000000-000000-000000', false],
    // One digit mistyped.
    ['466896-217492-569250-069608-104434-135707-527241-083622', false],
    ['466895-217492-569250-069608-104434-135707-527241', false],
    ['466895 217492 569250 069608 104434 135707 527241 083622', false],
    ['', false],
  ])('%s is %s', (text, valid) => {
    expect(isRecoveryPassword(text)).toBe(valid);
  });
});

describe('recoveryPasswordFrom', () => {
  it('spells eight groups that pass the group rule', () => {
    expect(recoveryPasswordFrom([0, 1, 65_535, 9091, 5, 6, 7, 8])).toBe(
      '000000-000011-720885-100001-000055-000066-000077-000088',
    );
    expect(isRecoveryPassword(recoveryPasswordFrom([1, 22, 333, 4444, 55_555, 6, 7, 65_535]))).toBe(true);
  });

  it.each([
    [[1, 2, 3]],
    [[0, 0, 0, 0, 0, 0, 0, 65_536]],
    [[0, 0, 0, 0, 0, 0, 0, 0.5]],
    [[-1, 0, 0, 0, 0, 0, 0, 0]],
  ])('refuses %j', (values) => {
    expect(() => recoveryPasswordFrom(values)).toThrow(RangeError);
  });
});
