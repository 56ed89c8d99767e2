import { describe, expect, it } from 'vitest';
import type { ReturnAddress } from './address.ts';
import {
  drivesToShip,
  missingAddressFields,
  packageWithSameNumber,
  shipDateProblem,
} from './shipping-rules.ts';

const address: ReturnAddress = {
  recipientName: 'Ada Practice',
  streetAddress1: 'Herengracht 1',
  city: 'Amsterdam',
  postalCode: '1015 BA',
  countryOrRegion: 'Netherlands',
  phone: '+31 20 555 0100',
  email: 'ada@contoso.example',
};

describe('missingAddressFields', () => {
  it('needs neither second line nor province', () => {
    expect(missingAddressFields(address)).toEqual([]);
  });

  it.each([
    [{ city: '  ' }, ['city']],
    [{ email: 'ada' }, ['email']],
    [{ email: 'ada@contoso' }, ['email']],
    [{ phone: '', recipientName: '' }, ['recipientName', 'phone']],
  ] as const)('%o lacks %o', (change, missing) => {
    expect(missingAddressFields({ ...address, ...change })).toEqual(missing);
  });
});

describe('shipDateProblem', () => {
  const now = new Date('2026-11-21T08:00:00Z');
  it.each([
    ['2026-11-21', undefined],
    ['2026-12-04', undefined],
    ['2026-12-06', 'farFuture'],
    ['2062-11-21', 'farFuture'],
    ['2026-11-01', undefined],
    ['2026-10-10', 'farPast'],
  ])('%s: %s', (shipDate, problem) => {
    expect(shipDateProblem(shipDate, now)).toBe(problem);
  });
});

it('finds the job that has the number', () => {
  const known = [
    { importJobName: 'seed-a', trackingNumber: 'ABC-1' },
    { importJobName: 'seed-b', trackingNumber: '' },
  ];
  expect(packageWithSameNumber('abc1', known)?.importJobName).toBe('seed-a');
  expect(packageWithSameNumber('abc2', known)).toBeUndefined();
});

it('ships finished drives only', () => {
  const drive = (serial: string, state: 'ready' | 'failed') => ({
    identity: { uniqueId: serial, serial, model: '', bus: 'sata' as const, sizeBytes: 1 },
    state,
    files: [],
    bytes: 0,
    verifiedBytes: 0,
  });
  const drives = [drive('A', 'ready'), drive('B', 'failed')];
  expect(drivesToShip({ drives }).map(({ identity }) => identity.serial)).toEqual(['A']);
});
