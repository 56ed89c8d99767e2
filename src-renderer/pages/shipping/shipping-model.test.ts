import { describe, expect, test } from 'vitest';
import { shippingDetailsSchema } from '../../../src-shared/contract/shipping-calls.ts';
import { jobIdSchema } from '../../../src-shared/domain/ids.ts';
import { emptyInitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { drivesToShip } from '../../../src-shared/domain/shipping-rules.ts';
import { preparedDrive } from '../prepare-disks/test-data.ts';
import { shippingClocks } from './clocks.ts';
import { judgeSerial } from './package-check.ts';
import { type ShippingForm, shippingDetailsOf, shippingFormOf, shippingProblems } from './shipping-form.ts';

const createdAt = '2026-11-18T09:00:00.000Z';
const job: JobSnapshot = {
  id: jobIdSchema.parse('7c0f7f4e-7f3b-4f0e-9d5b-0d8a5a4f1c11'),
  role: 'source',
  cloudId: 'practice',
  machineName: 'fs01',
  createdAt,
  updatedAt: createdAt,
  phase: 'jobCreated',
  draft: emptyInitiateDraft(),
  drives: [
    preparedDrive('WX41A97K3F', { state: 'ready' }),
    preparedDrive('WX41A99Q1A', { state: 'ready' }),
    preparedDrive('BROKEN01', { state: 'failed' }),
  ],
  importJob: {
    name: 'seed-fs01',
    subscriptionId: 's',
    resourceGroup: 'r',
    location: 'westeurope',
    storageAccount: 'a',
    container: 'c',
    createdAt,
    shipTo: {
      recipientName: 'DC',
      streetAddress1: '',
      streetAddress2: '',
      city: '',
      stateOrProvince: '',
      postalCode: '',
      countryOrRegion: '',
      phone: '',
      notice: '',
    },
    carriers: ['DHL'],
  },
};
const now = new Date('2026-11-21T09:00:00.000Z');

const complete: ShippingForm = {
  ...shippingFormOf(job, now),
  address: {
    recipientName: ' Ada ',
    streetAddress1: 'Main 1',
    streetAddress2: '',
    city: 'Delft',
    stateOrProvince: '',
    postalCode: '2611',
    countryOrRegion: 'NL',
    phone: '+31 15',
    email: 'ada@contoso.com',
  },
  returnCarrier: 'DHL',
  returnAccount: '123',
};

describe('clocks', () => {
  test('counts to the tracking number first, the drives have not started', () => {
    const [tracking, drives] = shippingClocks(job, now);
    expect(tracking).toMatchObject({ state: 'running', deadline: { daysLeft: 11, urgency: 'calm' } });
    expect(drives.state).toBe('notStarted');
  });

  test('starts the second clock when shipping is committed and stops both on receipt', () => {
    const shipped: JobSnapshot = {
      ...job,
      phase: 'shipped',
      shipping: { committedAt: '2026-11-20T09:00:00.000Z' },
    };
    expect(shippingClocks(shipped, now).map(({ state }) => state)).toEqual(['stopped', 'running']);
    const received: JobSnapshot = {
      ...shipped,
      monitor: {
        state: 'Received',
        percentComplete: 0,
        history: [{ state: 'Received', seenAt: createdAt }],
        drives: [],
        lastAskedAt: createdAt,
      },
    };
    expect(shippingClocks(received, now).map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });
});

describe('package', () => {
  test('holds only the drives that are ready', () => {
    expect(drivesToShip(job).map(({ identity }) => identity.serial)).toEqual(['WX41A97K3F', 'WX41A99Q1A']);
  });

  test.each([
    ['7k3f', 'belongs'],
    ['S/N WX41A99Q1A', 'belongs'],
    ['BROKEN01', 'foreign'],
    ['0000', 'foreign'],
    ['7K3', 'nothingTyped'],
  ])('%j: %s', (typed, kind) => {
    expect(judgeSerial(typed, drivesToShip(job)).kind).toBe(kind);
  });

  test('asks for more when two drives end alike', () => {
    const twins = [preparedDrive('AA7K3F'), preparedDrive('BB7K3F')];
    expect(judgeSerial('7K3F', twins)).toEqual({ kind: 'severalMatch', count: 2 });
  });
});

describe('form', () => {
  test('lists what is missing in the order of the page', () => {
    expect(shippingProblems(shippingFormOf(job, now), now).map(({ field }) => field)).toEqual([
      'address.recipientName',
      'address.phone',
      'address.email',
      'address.streetAddress1',
      'address.city',
      'address.postalCode',
      'address.countryOrRegion',
      'returnCarrier',
      'returnAccount',
    ]);
  });

  test.each([
    { change: {}, codes: [] },
    { change: { address: { ...complete.address, email: 'ada' } }, codes: ['email'] },
    { change: { hasTracking: true }, codes: ['required', 'required'] },
    { change: { hasTracking: true, carrier: 'DHL', trackingNumber: 'JD 0146 0000' }, codes: [] },
    { change: { hasTracking: true, carrier: 'DHL', trackingNumber: '#1' }, codes: ['trackingNumber'] },
    {
      change: { hasTracking: true, carrier: 'DHL', trackingNumber: 'JD01460000', shipDate: '2.12.' },
      codes: ['date'],
    },
  ])('problems $codes', ({ change, codes }) => {
    expect(shippingProblems({ ...complete, ...change }, now).map(({ code }) => code)).toEqual(codes);
  });

  test('leaves the package out while there is no tracking number', () => {
    const details = shippingDetailsOf(complete, job);
    expect(shippingDetailsSchema.parse(details)).toEqual(details);
    expect(details.deliveryPackage).toBeUndefined();
    expect(details.returnAddress).toMatchObject({ recipientName: 'Ada' });
    expect(details.returnAddress).not.toHaveProperty('streetAddress2');
  });

  test('counts the drives of the package itself', () => {
    const details = shippingDetailsOf(
      { ...complete, hasTracking: true, carrier: 'DHL', trackingNumber: ' JD014600003 ' },
      job,
    );
    expect(shippingDetailsSchema.parse(details).deliveryPackage).toEqual({
      carrierName: 'DHL',
      trackingNumber: 'JD014600003',
      driveCount: 2,
      shipDate: '2026-11-21',
    });
  });

  test('starts from what was saved', () => {
    const details = shippingDetailsOf(
      { ...complete, hasTracking: true, carrier: 'DHL', trackingNumber: 'JD014600003' },
      job,
    );
    const again = shippingFormOf({ ...job, shipping: details }, now);
    expect(shippingDetailsOf(again, job)).toEqual(details);
  });
});
