// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import type { FakeHandlers } from '../../testing/fake-bridge.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleJob } from '../../testing/samples.ts';
import { preparedDrive } from '../prepare-disks/test-data.ts';
import { ShippingPage } from './shipping-page.tsx';

const saved: NonNullable<JobSnapshot['shipping']> = {
  returnAddress: {
    recipientName: 'Ada Lovelace',
    streetAddress1: 'Keizersgracht 1',
    city: 'Amsterdam',
    postalCode: '1015 CJ',
    countryOrRegion: 'Netherlands',
    phone: '+31 20 555 0100',
    email: 'ada@contoso.example',
  },
  returnShipping: { carrierName: 'DHL', carrierAccountNumber: '951 234 567' },
};
const created = sampleJob({
  phase: 'jobCreated',
  drives: [preparedDrive('WX41A97K3F', { state: 'ready' }), preparedDrive('BROKEN01', { state: 'failed' })],
  importJob: {
    name: 'seed-fs01',
    subscriptionId: 's',
    resourceGroup: 'r',
    location: 'westeurope',
    storageAccount: 'a',
    container: 'c',
    createdAt: '2026-11-18T02:52:00.000Z',
    shipTo: {
      recipientName: 'Azure Import/Export',
      streetAddress1: 'Agriport 601',
      streetAddress2: '',
      city: 'Middenmeer',
      stateOrProvince: '',
      postalCode: '1775 TK',
      countryOrRegion: 'Netherlands',
      phone: '',
      notice: 'Write the inbound id on the parcel.',
    },
    carriers: ['DHL'],
  },
});

function show(job: JobSnapshot, handlers: FakeHandlers = {}) {
  const fake = createFakeApp({ jobs: [job] }, handlers);
  renderWithApp(fake, <ShippingPage job={job} />);
  return { fake, user: userEvent.setup() };
}
const inputOf = (fake: ReturnType<typeof show>['fake'], name: string) =>
  fake.calls.find((call) => call.name === name)?.input;

test('says both deadlines in words and days', async () => {
  show(created);
  expect(await screen.findByText('Tracking number due in 11 days')).toBeTruthy();
  expect(screen.getByText('These two weeks start when you commit the tracking number.')).toBeTruthy();
});

test('names what is missing, moves the focus there and sends nothing', async () => {
  const { fake, user } = show(created);
  await user.click(await screen.findByRole('button', { name: 'Save for now' }));
  expect(document.activeElement?.getAttribute('name')).toBe('recipientName');
  expect(screen.getByText('9 boxes need you before this can be sent.')).toBeTruthy();
  expect(inputOf(fake, 'shipping.save')).toBeUndefined();
});

test('saves without a tracking number', async () => {
  const job = { ...created, shipping: saved };
  const { fake, user } = show(job, { 'shipping.save': () => job });
  await user.click(await screen.findByRole('button', { name: 'Save for now' }));
  await waitFor(() =>
    expect(inputOf(fake, 'shipping.save')).toEqual({
      jobId: job.id,
      details: { returnAddress: saved.returnAddress, returnShipping: saved.returnShipping },
    }),
  );
});

function TwoPages() {
  const [isShipping, setShipping] = useState(true);
  return (
    <>
      <button type="button" onClick={() => setShipping(!isShipping)}>
        Other page
      </button>
      {isShipping ? <ShippingPage job={created} /> : null}
    </>
  );
}

test('keeps what was typed when another page was open in between', async () => {
  const user = userEvent.setup();
  renderWithApp(createFakeApp({ jobs: [created] }), <TwoPages />);
  await user.type(await screen.findByRole('textbox', { name: /Contact name/ }), 'Ada');
  await user.click(screen.getByRole('button', { name: 'Other page' }));
  expect(screen.queryByRole('textbox', { name: /Contact name/ })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Other page' }));
  expect((screen.getByRole('textbox', { name: /Contact name/ }) as HTMLInputElement).value).toBe('Ada');
});

test('shows everything as it will be sent and commits only after yes', async () => {
  const deliveryPackage = {
    carrierName: 'DHL',
    trackingNumber: 'JD014600003828392837',
    driveCount: 1,
    shipDate: '2026-11-20',
  };
  const job = { ...created, shipping: { ...saved, deliveryPackage } };
  const { fake, user } = show(job, { 'shipping.commit': () => job });
  await user.click(await screen.findByRole('button', { name: 'Review' }));
  for (const text of [
    'JD014600003828392837',
    'WX41A97K3F',
    'ada@contoso.example',
    'Agriport 601',
    '951 234 567',
  ]) {
    expect(screen.getByText(text)).toBeTruthy();
  }
  expect(screen.queryByText('BROKEN01')).toBeNull();
  const commit = screen.getByRole('button', { name: 'Commit shipping' });
  await user.type(screen.getByRole('textbox', { name: 'Type yes to commit' }), 'ye');
  await user.click(commit);
  expect(inputOf(fake, 'shipping.commit')).toBeUndefined();
  await user.type(screen.getByRole('textbox', { name: 'Type yes to commit' }), 's');
  await user.click(commit);
  await waitFor(() =>
    expect(inputOf(fake, 'shipping.commit')).toMatchObject({
      typedText: 'yes',
      details: { deliveryPackage },
    }),
  );
});

test('a tracking number of another job is said once, and what was typed stays', async () => {
  const deliveryPackage = {
    carrierName: 'DHL',
    trackingNumber: 'JD014600003828392837',
    driveCount: 1,
    shipDate: '2026-11-20',
  };
  const { user } = show(
    { ...created, shipping: { ...saved, deliveryPackage } },
    {
      'shipping.commit': () => {
        throw { kind: 'user', code: 'shipping.trackingNumberUsed', params: {}, field: 'trackingNumber' };
      },
    },
  );
  await user.click(await screen.findByRole('button', { name: 'Review' }));
  await user.type(screen.getByRole('textbox', { name: 'Type yes to commit' }), 'yes');
  await user.click(screen.getByRole('button', { name: 'Commit shipping' }));
  expect(await screen.findAllByRole('alert')).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Back' }));
  const number = screen.getByRole('textbox', { name: /Tracking number/ }) as HTMLInputElement;
  expect(number.value).toBe('JD014600003828392837');
});

test('tells a drive of this package from one that does not belong', async () => {
  const { user } = show(created);
  const box = await screen.findByRole('textbox', { name: 'Does this drive belong here?' });
  await user.type(box, '7k3f');
  expect(screen.getByText(/Yes: WX41A97K3F belongs/)).toBeTruthy();
  await user.clear(box);
  await user.type(box, 'BROKEN01');
  expect(screen.getByText(/No: this drive was not prepared/)).toBeTruthy();
});
