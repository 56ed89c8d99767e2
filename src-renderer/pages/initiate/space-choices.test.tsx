// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import type { FakeHandlers } from '../../testing/fake-bridge.ts';
import '../../testing/find-in-dialogs.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleJob, sampleTask } from '../../testing/samples.ts';
import { InitiatePage } from './initiate-page.tsx';

afterEach(cleanup);

const stagingLocation = sampleJob().draft.offlineDetails.stagingLocation;

function open(change: Partial<JobSnapshot> = {}, handlers: FakeHandlers = {}) {
  const job = sampleJob({ phase: 'staging', ...change });
  const waiting = { reason: 'stagingSpace', missingBytes: 12_000_000_000, path: stagingLocation } as const;
  const task = sampleTask({ progress: { ...sampleTask().progress, waiting }, jobId: job.id });
  const fake = createFakeApp({ jobs: [job], tasks: [task] }, handlers);
  renderWithApp(fake, <InitiatePage job={job} />);
  return fake;
}

it('a full staging location: says what is missing and where, and takes another folder; a refused one stays to be corrected', async () => {
  let isRefused = true;
  const fake = open(
    {},
    {
      'initiate.addStagingFolder': () => {
        if (!isRefused) return sampleJob({ phase: 'staging', furtherStagingFolders: ['E:\\more'] });
        throw { kind: 'environment', code: 'staging.notWritable', params: { path: 'E:\\more' } };
      },
    },
  );
  expect(await screen.findByText(/^Waiting for 12 GB in /)).toBeTruthy();
  expect(screen.getByText(/or stop: what is written is kept/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Add a staging folder' }));
  const dialog = await screen.findByRole('dialog');
  const confirm = within(dialog).getByRole('button', { name: 'Add a staging folder' });
  expect(confirm.getAttribute('aria-disabled')).toBe('true');
  const box = within(dialog).getByLabelText('Further staging folder*');
  await userEvent.type(box, 'E:\\more ');
  await userEvent.click(confirm);
  expect(await within(dialog).findByText('Nothing can be written to the staging location')).toBeTruthy();
  expect((box as HTMLInputElement).value).toBe('E:\\more ');
  isRefused = false;
  await userEvent.click(confirm);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const inputs = fake.calls
    .filter(({ name }) => name === 'initiate.addStagingFolder')
    .map(({ input }) => input);
  expect(inputs).toEqual(Array(2).fill({ jobId: sampleJob().id, path: 'E:\\more' }));
});

it('the catalog waits in the staging location: another folder is not offered, since it would not help', async () => {
  open({ furtherStagingFolders: ['E:\\more'] });
  expect(await screen.findByText(/catalog stay in this folder/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Add a staging folder' })).toBeNull();
});
