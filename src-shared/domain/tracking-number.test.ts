import { describe, expect, it } from 'vitest';
import { judgeTrackingNumber, normalizedTrackingNumber, sameTrackingNumber } from './tracking-number.ts';

describe('judgeTrackingNumber', () => {
  it.each([
    ['UPS', '1Z999AA10123456784', 'good'],
    ['UPS', '1z 999 aa1 0123 4567 84', 'good'],
    ['UPS', '123', 'invalid'],
    ['UPS', '12345-ABC', 'unusual'],
    ['FedEx', '449044304137821', 'good'],
    ['Federal Fed Ex', '4490 4430 4137', 'good'],
    ['FedEx', 'ABC-12345', 'unusual'],
    ['DHL', 'JD014600006281230701', 'good'],
    ['DHL', '1234567890', 'good'],
    ['TNT', 'GD123456782NL', 'good'],
    ['Blue Dart', '69326482714', 'good'],
    ['Fast Lane Couriers', 'FLC-2026-000147', 'good'],
    ['Fast Lane Couriers', 'ABCDE', 'good'],
    ['Fast Lane Couriers', 'ABCD', 'invalid'],
    ['Fast Lane Couriers', 'A'.repeat(40), 'good'],
    ['Fast Lane Couriers', 'A'.repeat(41), 'invalid'],
    ['Fast Lane Couriers', 'AB_12345', 'invalid'],
    ['Fast Lane Couriers', 'Ä12345', 'invalid'],
    ['', '', 'invalid'],
  ])('%s %s is %s', (carrier, number, verdict) => {
    expect(judgeTrackingNumber(carrier, number)).toBe(verdict);
  });
});

describe('sameTrackingNumber', () => {
  it.each([
    ['1Z999AA10123456784', '1z 999 aa1 0123 4567 84', true],
    ['FLC-2026-1', 'FLC20261', true],
    ['FLC-2026-1', 'FLC-2026-2', false],
    ['', '', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(sameTrackingNumber(one, other)).toBe(same);
  });
});

it('drops the spaces that carriers print', () => {
  expect(normalizedTrackingNumber(' 1z 99 ')).toBe('1Z99');
});
