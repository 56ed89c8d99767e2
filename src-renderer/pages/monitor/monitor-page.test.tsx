// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { jobIdSchema, recoveryPointIdSchema } from '../../../src-shared/domain/ids.ts';
import type { DriveImport } from '../../../src-shared/domain/import-status.ts';
import type { JobSnapshot, MonitorRecord, VaultRecord } from '../../../src-shared/domain/job.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import type { FakeHandlers } from '../../testing/fake-bridge.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleJob, sampleStaging, sampleTask } from '../../testing/samples.ts';
import { MonitorPage } from './monitor-page.tsx';

function drive(driveId: string, changes: Partial<DriveImport> = {}): DriveImport {
  return {
    driveId,
    state: 'Completed',
    copyStatus: 'Completed',
    percentComplete: 100,
    bytesSucceeded: 1_000_000_000,
    errorLogUri: '',
    verboseLogUri: '',
    manifestUri: '',
    ...changes,
  };
}

function monitor(state: string, drives: readonly DriveImport[] = []): MonitorRecord {
  return {
    state,
    percentComplete: 0,
    history: [{ state, seenAt: '2026-11-18T02:00:00.000Z' }],
    drives: [...drives],
    lastAskedAt: '2026-11-21T02:50:00.000Z',
  };
}

const verified: VaultRecord = {
  vaultName: 'v',
  container: 'c',
  copiedAt: '2026-11-20T09:00:00.000Z',
  verifiedAt: '2026-11-20T10:00:00.000Z',
  points: [
    {
      id: recoveryPointIdSchema.parse('a'.repeat(32)),
      createdAt: '2026-11-20T10:00:00.000Z',
      kind: 'initial',
      files: 1,
      sourceBytes: 1,
      addedBytes: 1,
      descriptorFile: 'seed.AIBBlob',
    },
  ],
};
const importJob: NonNullable<JobSnapshot['importJob']> = {
  name: 'seed-fs01',
  subscriptionId: 's',
  resourceGroup: 'r',
  location: 'westeurope',
  storageAccount: 'a',
  container: 'c',
  createdAt: '2026-11-18T02:52:00.000Z',
  shipTo: {
    recipientName: '',
    streetAddress1: '',
    streetAddress2: '',
    city: '',
    stateOrProvince: '',
    postalCode: '',
    countryOrRegion: '',
    phone: '',
    notice: '',
  },
  carriers: [],
};

function show(
  changes: Partial<JobSnapshot>,
  handlers: FakeHandlers = {},
  otherJobs: readonly JobSnapshot[] = [],
) {
  const job = sampleJob({ phase: 'shipped', importJob, ...changes });
  const fake = createFakeApp({ jobs: [job, ...otherJobs] }, handlers);
  renderWithApp(fake, <MonitorPage job={job} />);
  return { fake, job, user: userEvent.setup() };
}
const inputOf = (fake: ReturnType<typeof show>['fake'], name: string) =>
  fake.calls.find((call) => call.name === name)?.input;

/** jsdom's focus now and then leaves an open dialog marked as hidden, which the accessibility journey refutes for the browser. */
const hidden = true;

async function openCleanUp(user: ReturnType<typeof userEvent.setup>): Promise<HTMLElement> {
  await user.click(await screen.findByRole('button', { name: 'Show what goes ...' }));
  return screen.findByRole('alertdialog', { hidden });
}

test('says now, next and you in one glance', async () => {
  show({ monitor: monitor('Shipping') });
  const card = await screen.findByRole('region', { name: 'Where the job is' });
  expect(await within(card).findByText('On the way (Shipping since 3 days)')).toBeTruthy();
  expect(within(card).getByText(/usually 1 to 3 business days after delivery\.$/)).toBeTruthy();
  expect(within(card).getByText('Nothing to do.')).toBeTruthy();
});

test('shows a state that nobody knows as text', async () => {
  show({ monitor: monitor('LevitatingOverDock') });
  expect(await screen.findByText(/^LevitatingOverDock \(/)).toBeTruthy();
});

test('opens odd drives to cause and next step, and leaves good ones alone', async () => {
  show({
    monitor: monitor('Closed', [
      drive('GOOD01'),
      drive('BAD01', { state: 'ShippedBack', copyStatus: 'BitLockerKeyInvalid' }),
    ]),
  });
  const table = await screen.findByRole('table', { name: 'Drives' });
  expect(within(table).getByText('The key in the import job does not open the drive.')).toBeTruthy();
  // Header, two drives, one explanation.
  expect(within(table).getAllByRole('row')).toHaveLength(4);
});

test('narrows the log to what needs a look', async () => {
  const line = (status: string, blobPath: string) => ({
    driveId: 'D1',
    blobPath,
    filePath: '',
    status,
    detail: '',
    bytes: 1,
  });
  const { user } = show(
    { monitor: monitor('Transferring', [drive('D1')]) },
    { 'monitor.logs': () => ({ entries: [line('Completed', 'c/a'), line('Corrupted', 'c/b')], total: 2 }) },
  );
  await user.click(await screen.findByRole('button', { name: 'Show log of drive D1' }));
  const log = await screen.findByRole('table', { name: 'Log' });
  expect(within(log).getByText('c/a')).toBeTruthy();
  await user.click(screen.getByRole('switch', { name: 'Only what needs a look' }));
  expect(within(log).queryByText('c/a')).toBeNull();
  expect(within(log).getByText('c/b')).toBeTruthy();
});

test('hides a revealed key again', async () => {
  const { user } = show(
    { monitor: monitor('Transferring', [drive('D1')]) },
    { 'monitor.revealRecoveryPassword': () => ({ recoveryPassword: '111111-222222', hideAfterSeconds: 1 }) },
  );
  await user.click(await screen.findByRole('button', { name: 'Reveal key of drive D1' }));
  expect(await screen.findByText('111111-222222')).toBeTruthy();
  await waitFor(() => expect(screen.queryByText('111111-222222')).toBeNull(), { timeout: 3000 });
});

test('asks for the passphrase before the first incremental backup and for nothing else', async () => {
  const { fake, user, job } = show(
    { phase: 'vaulted', monitor: monitor('Completed'), vault: verified },
    { 'monitor.runIncremental': () => ({ taskId: sampleTask().id }) },
  );
  await user.type(await screen.findByLabelText('Encryption passphrase'), 'correct horse');
  await user.click(screen.getByRole('button', { name: 'Run incremental backup' }));
  await waitFor(() =>
    expect(inputOf(fake, 'monitor.runIncremental')).toEqual({ jobId: job.id, passphrase: 'correct horse' }),
  );
  expect((screen.getByLabelText('Encryption passphrase') as HTMLInputElement).value).toBe('');
});

test('cleans up only what it listed, after the job name was typed', async () => {
  const { fake, user, job } = show(
    { phase: 'vaulted', monitor: monitor('Completed'), vault: verified },
    {
      'monitor.cleanUpPreview': () => ({
        items: [{ kind: 'stagingFile', name: '/staging/a.BaseBlob', bytes: 5 }],
        totalBytes: 5,
      }),
      'monitor.cleanUp': () => ({ taskId: sampleTask().id }),
    },
  );
  const dialog = await openCleanUp(user);
  expect(await within(dialog).findByText('/staging/a.BaseBlob')).toBeTruthy();
  const box = await within(dialog).findByRole('textbox', { name: /seed-fs01/, hidden });
  await user.type(box, 'seed-fs0');
  await user.click(within(dialog).getByRole('button', { name: 'Delete 1 item', hidden }));
  expect(inputOf(fake, 'monitor.cleanUp')).toBeUndefined();
  await user.type(box, '1');
  await user.click(within(dialog).getByRole('button', { name: 'Delete 1 item', hidden }));
  await waitFor(() =>
    expect(inputOf(fake, 'monitor.cleanUp')).toEqual({ jobId: job.id, typedText: 'seed-fs01' }),
  );
});

test('a refused clean-up offers no box to confirm it', async () => {
  const { user } = show(
    { phase: 'vaulted', monitor: monitor('Completed'), vault: verified },
    { 'monitor.cleanUpPreview': () => ({ items: [], totalBytes: 0, refusal: 'notVerified' }) },
  );
  const dialog = await openCleanUp(user);
  expect(await within(dialog).findByText(/not verified yet, so nothing may be deleted/)).toBeTruthy();
  expect(within(dialog).queryByRole('textbox', { hidden })).toBeNull();
});

describe('a set with two import jobs', () => {
  const staging = sampleStaging();
  const firstJob = { staging, monitor: monitor('Completed') };
  const secondId = jobIdSchema.parse('3f0c1c6e-2a51-4b7e-9a53-6c2f7a1f0a02');
  const second = (state: string): JobSnapshot =>
    sampleJob({
      id: secondId,
      phase: 'shipped',
      staging,
      package: { number: 2, firstJobName: 'seed-fs01' },
      importJob: { ...importJob, name: 'seed-fs01-2' },
      monitor: monitor(state),
    });

  test('the first waits for the second before the set can move to the vault', async () => {
    show(firstJob, {}, [second('Received')]);
    const list = await screen.findByRole('region', { name: 'Import jobs of this set' });
    expect(await within(list).findByRole('button', { name: 'Open seed-fs01-2' })).toBeTruthy();
    expect(await screen.findByText(/Still missing: seed-fs01-2\./)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Move to the vault now' })).toBeNull();
  });

  test('the first moves the set when the second is imported too', async () => {
    show(firstJob, {}, [second('Completed')]);
    expect(await screen.findByRole('button', { name: 'Move to the vault now' })).toBeTruthy();
  });

  test('the second has no steps into the vault, but leads to the first', async () => {
    const first = sampleJob({ phase: 'imported', importJob, ...firstJob });
    const job = second('Completed');
    const fake = createFakeApp({ jobs: [first, job] });
    renderWithApp(fake, <MonitorPage job={job} />);
    expect(await screen.findByText('Go on with import job seed-fs01.')).toBeTruthy();
    expect(await screen.findByRole('button', { name: 'Open seed-fs01' })).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Into the vault' })).toBeNull();
  });

  test('the second has nothing to do once the set is in the vault', async () => {
    const vault = { vaultName: 'v', container: 'c', verifiedAt: '2026-11-20T10:00:00.000Z', points: [] };
    const first = sampleJob({ phase: 'vaulted', importJob, ...firstJob, vault });
    const job = second('Completed');
    renderWithApp(createFakeApp({ jobs: [first, job] }), <MonitorPage job={job} />);
    expect(await screen.findByText('Nothing more happens to this import job.')).toBeTruthy();
    expect(screen.getByText('Nothing to do.')).toBeTruthy();
  });
});

describe("another program's files in two import jobs", () => {
  const { staging: _staging, ...base } = sampleJob({ phase: 'imported' });
  const opaque = {
    sourcePath: 'E:\\mars',
    blobKind: 'page',
    prefix: '',
    disposition: 'no-overwrite',
    files: 2,
    bytes: 1024,
  } as const;
  const first: JobSnapshot = { ...base, opaque, importJob, monitor: monitor('Completed') };
  const second = (state: string): JobSnapshot => ({
    ...first,
    id: jobIdSchema.parse('3f0c1c6e-2a51-4b7e-9a53-6c2f7a1f0a02'),
    package: { number: 2, firstJobName: first.draft.offlineDetails.importJobName },
    importJob: { ...importJob, name: 'seed-fs01-2' },
    monitor: monitor(state),
  });

  test('are listed, and the program does not go on before all are imported', async () => {
    renderWithApp(createFakeApp({ jobs: [first, second('Received')] }), <MonitorPage job={first} />);
    const list = await screen.findByRole('region', { name: 'Import jobs of this set' });
    expect(await within(list).findByRole('button', { name: 'Open seed-fs01-2' })).toBeTruthy();
    expect(within(list).getByText(/Its program finds it whole when all of them are imported/)).toBeTruthy();
    expect(screen.getByText(/Still missing: seed-fs01-2\./)).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Go on where the backup was made' })).toBeNull();
    expect(screen.queryByText(/vault/)).toBeNull();
  });

  test('lead back to the program from each of them when all are imported', async () => {
    const job = second('Completed');
    renderWithApp(createFakeApp({ jobs: [first, job] }), <MonitorPage job={job} />);
    expect(await screen.findByRole('button', { name: 'Open seed-fs01' })).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Go on where the backup was made' })).toBeTruthy();
  });
});
