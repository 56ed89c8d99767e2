// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import type { FakeBridge, FakeHandlers } from '../../testing/fake-bridge.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleDraft, sampleJob, sampleStaging, sampleTask } from '../../testing/samples.ts';
import { InitiatePage } from './initiate-page.tsx';

afterEach(cleanup);

const job = sampleJob();
const estimate = {
  files: 10,
  folders: 2,
  sourceBytes: 3_000_000_000,
  excludedFiles: 0,
  excludedBytes: 0,
  stagedBytesLow: 1_000_000_000,
  stagedBytesHigh: 2_000_000_000,
  unreadable: 0,
  finished: true,
};

function fakeInitiate(handlers: FakeHandlers = {}): FakeBridge {
  return createFakeApp(
    { jobs: [job] },
    {
      'initiate.saveDraft': ({ draft }) => ({ ...job, draft, updatedAt: '2026-11-21T03:00:00.000Z' }),
      'initiate.estimate': () => estimate,
      'initiate.readiness': () => [],
      'initiate.checkStaging': () => ({
        freeBytes: 5_000_000_000_000,
        fileSystem: 'ext4',
        isNetworkPath: false,
      }),
      'initiate.generatePassphrase': () => ({ passphrase: 'copper lantern orbit violet' }),
      ...handlers,
    },
  );
}

const savedDrafts = (fake: FakeBridge): readonly InitiateDraft[] =>
  fake.calls.flatMap(({ name, input }) =>
    name === 'initiate.saveDraft' ? [(input as { draft: InitiateDraft }).draft] : [],
  );

const openStep = async (name: string) => {
  const steps = within(await screen.findByRole('navigation', { name: 'Steps of Initiate' }));
  await userEvent.click(steps.getByRole('button', { name: new RegExp(name) }));
};

describe('offline details', () => {
  it('hints at a broken rule while typing, keeps what was typed, and saves it', async () => {
    const fake = fakeInitiate();
    renderWithApp(fake, <InitiatePage job={job} />);
    await openStep('Offline details');
    const box = screen.getByLabelText('Azure Import Job Name', { exact: false });
    await userEvent.clear(box);
    await userEvent.type(box, 'Seed_1');
    expect(screen.getByText('Use lower-case letters (a-z), digits and hyphens only.')).toBeTruthy();
    await waitFor(() => expect(savedDrafts(fake).at(-1)?.offlineDetails.importJobName).toBe('Seed_1'));
    await userEvent.clear(box);
    await userEvent.type(box, 'seed-1');
    expect(screen.queryByText('Use lower-case letters (a-z), digits and hyphens only.')).toBeNull();
  });

  it('keeps the order of the five boxes', async () => {
    renderWithApp(fakeInitiate(), <InitiatePage job={job} />);
    await openStep('Offline details');
    const labels = [...document.querySelectorAll('label')].map((label) =>
      label.textContent?.replace('*', ''),
    );
    expect(labels).toEqual([
      'Staging Location',
      'Azure Resource Manager Storage Account',
      'Azure Storage Container',
      'Azure Subscription ID',
      'Azure Import Job Name',
      'Recovery Services vault',
    ]);
  });
});

describe('Next', () => {
  it('stays on an incomplete step and moves the focus to the first problem', async () => {
    const draft = sampleDraft({ offlineDetails: { ...sampleDraft().offlineDetails, container: '' } });
    renderWithApp(fakeInitiate(), <InitiatePage job={sampleJob({ draft })} />);
    expect(await screen.findByRole('heading', { level: 1, name: 'Offline details' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    expect(screen.getByText('Fill in this box.')).toBeTruthy();
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByLabelText('Azure Storage Container', { exact: false })),
    );
  });
});

describe('schedule and retention', () => {
  it('reads the choice back', async () => {
    renderWithApp(fakeInitiate(), <InitiatePage job={job} />);
    await openStep('Schedule');
    expect(screen.getByText('Backs up daily at 9:00 PM.')).toBeTruthy();
    await userEvent.click(screen.getByRole('radio', { name: 'Week' }));
    expect(screen.getByText('Backs up every week on Sunday at 9:00 PM.')).toBeTruthy();
    await openStep('Retention');
    expect(screen.getByText('Keeps 7 days, 4 weeks, 12 months, and 10 years.')).toBeTruthy();
  });
});

describe('Back Up', () => {
  it('waits for a passphrase that is long enough and typed twice', async () => {
    const fake = fakeInitiate();
    renderWithApp(fake, <InitiatePage job={job} />);
    await openStep('Passphrase');
    const [first, second] = document.querySelectorAll<HTMLInputElement>('input[type=password]');
    if (first === undefined || second === undefined) throw new Error('Two boxes were expected');
    await userEvent.type(first, 'too short');
    expect(screen.getByText('9 of at least 16 characters.')).toBeTruthy();
    await userEvent.type(first, ', now long enough');
    await userEvent.type(second, 'something else');
    expect(screen.getByText('The two boxes differ.')).toBeTruthy();
    await openStep('Confirmation');
    const button = screen.getByRole('button', { name: 'Back Up' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(button);
    expect(fake.calls.some(({ name }) => name === 'initiate.backUp')).toBe(false);
  });

  it('starts after the generator filled both boxes', async () => {
    const fake = fakeInitiate({ 'initiate.backUp': () => ({ taskId: sampleTask().id }) });
    renderWithApp(fake, <InitiatePage job={job} />);
    await openStep('Passphrase');
    await userEvent.click(screen.getByRole('button', { name: 'Generate a passphrase' }));
    await screen.findByText(/^Strength/);
    await openStep('Confirmation');
    await userEvent.click(screen.getByRole('button', { name: 'Back Up' }));
    await waitFor(() =>
      expect(fake.calls.filter(({ name }) => name === 'initiate.backUp')).toEqual([
        { name: 'initiate.backUp', input: { jobId: job.id, passphrase: 'copper lantern orbit violet' } },
      ]),
    );
    expect(JSON.stringify(savedDrafts(fake))).not.toContain('copper');
  });
});

describe('after Back Up', () => {
  it('asks for the passphrase again to go on with an interrupted backup', async () => {
    const fake = fakeInitiate({ 'initiate.backUp': () => ({ taskId: sampleTask().id }) });
    renderWithApp(fake, <InitiatePage job={sampleJob({ phase: 'staging' })} />);
    const box = await screen.findByLabelText('Passphrase', { exact: false, selector: 'input' });
    await userEvent.type(box, 'a known passphrase{Enter}');
    await waitFor(() => expect(fake.calls.some(({ name }) => name === 'initiate.backUp')).toBe(true));
  });

  it('ends with path, name and the job file', async () => {
    const fake = fakeInitiate({ 'jobs.exportFile': ({ folder }) => ({ path: `${folder}/seed-fs01.json` }) });
    renderWithApp(fake, <InitiatePage job={sampleJob({ phase: 'staged', staging: sampleStaging() })} />);
    expect(await screen.findByRole('heading', { level: 1, name: 'Staging is ready' })).toBeTruthy();
    expect(screen.getByText('/srv/staging/seed-fs01')).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Folder for the job file'), '/media/stick');
    await userEvent.click(screen.getByRole('button', { name: 'Export job file' }));
    expect(await screen.findByText('/media/stick/seed-fs01.json')).toBeTruthy();
  });
});
