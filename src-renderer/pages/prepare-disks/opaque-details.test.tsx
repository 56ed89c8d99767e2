// @vitest-environment jsdom
import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { jobIdSchema } from '../../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleOpaqueJob } from '../../testing/samples.ts';
import { PrepareDisksPage } from './prepare-disks-page.tsx';

afterEach(cleanup);

const prepared = sampleOpaqueJob('prepared');
const { subscriptionId } = prepared.draft.offlineDetails;
const opaque = {
  sourcePath: 'E:\\mars',
  blobKind: 'page',
  prefix: 'dpm/',
  disposition: 'no-overwrite',
} as const;
const job: JobSnapshot = { ...prepared, opaque: { ...opaque, files: 2, bytes: 1024 } };
const shipTo = {
  ...{ recipientName: '', streetAddress1: '', streetAddress2: '', city: '', stateOrProvince: '' },
  ...{ postalCode: '', countryOrRegion: '', phone: '', notice: '' },
};
const importJob: NonNullable<JobSnapshot['importJob']> = {
  ...{ name: 'seed-mars-2', subscriptionId, resourceGroup: 'r', location: 'westeurope' },
  ...{ storageAccount: 'seedpractice', container: 'mars-seed', createdAt: '2026-11-18T02:52:00.000Z' },
  ...{ shipTo, carriers: [] },
};

async function openDetails(jobs: readonly JobSnapshot[]) {
  const fake = createFakeApp({ jobs }, { 'opaque.changeDestination': () => job });
  renderWithApp(fake, <PrepareDisksPage job={job} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
  return { fake, dialog: await screen.findByRole('dialog', { name: 'Details of this job' }) };
}

const confirmOf = (dialog: HTMLElement) => within(dialog).getByRole('button', { name: 'Use this account' });

it('lets the account change while drives are finished, and says why the rest does not', async () => {
  const { fake, dialog } = await openDetails([job]);
  const account = await within(dialog).findByLabelText(/Storage Account/);
  // Nothing is changed yet.
  expect(confirmOf(dialog).getAttribute('aria-disabled')).toBe('true');
  await userEvent.clear(account);
  expect(confirmOf(dialog).getAttribute('aria-disabled')).toBe('true');
  await userEvent.type(account, 'otheraccount');
  expect(within(dialog).getByText(/so they no longer change/)).toBeTruthy();
  expect(within(dialog).getByText('mars-seed')).toBeTruthy();
  expect(within(dialog).queryByRole('textbox', { name: /Container/ })).toBeNull();
  await userEvent.click(confirmOf(dialog));
  expect(fake.calls.find(({ name }) => name === 'opaque.changeDestination')?.input).toEqual({
    jobId: job.id,
    destination: { storageAccount: 'otheraccount', subscriptionId, resourceGroup: '', region: '' },
  });
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('says which import job settles the account, and how much travels with it', async () => {
  const further: JobSnapshot = {
    ...job,
    id: jobIdSchema.parse('3f0c1c6e-2a51-4b7e-9a53-6c2f7a1f0a02'),
    package: { number: 2, firstJobName: 'seed-mars' },
    importJob,
  };
  const { dialog } = await openDetails([job, further]);
  expect(screen.getByText(/^1.02\skB found no place on the drives of this job/)).toBeTruthy();
  expect(await within(dialog).findByText(/Azure has import job seed-mars-2 with this account/)).toBeTruthy();
  expect(within(dialog).queryByRole('textbox')).toBeNull();
  expect(within(dialog).queryByRole('button', { name: 'Use this account' })).toBeNull();
  expect(within(dialog).getByRole('button', { name: 'Close' })).toBeTruthy();
});
