// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { StagingCheck } from '../../../src-shared/domain/job.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import type { FakeHandlers } from '../../testing/fake-bridge.ts';
import '../../testing/find-in-dialogs.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleJob, sampleStaging, sampleTask } from '../../testing/samples.ts';
import { InitiatePage } from './initiate-page.tsx';

afterEach(cleanup);

const staged = (check?: StagingCheck) =>
  sampleJob({ phase: 'staged', staging: sampleStaging(check === undefined ? {} : { check }) });
const check: StagingCheck = {
  finishedAt: '2026-11-21T10:00:00.000Z',
  withPassphrase: true,
  volumes: 2310,
  bytes: 2_410_000_000_000,
  damaged: [],
  damagedCount: 0,
};
const current = 'the passphrase of today';
const next = 'copper lantern orbit violet';

function open(job = staged(), handlers: FakeHandlers = {}) {
  const fake = createFakeApp(
    { jobs: [job] },
    {
      'initiate.generatePassphrase': () => ({ passphrase: next }),
      'initiate.changePassphrase': () => ({}),
      'initiate.verifyStaging': () => ({ taskId: sampleTask().id }),
      ...handlers,
    },
  );
  renderWithApp(fake, <InitiatePage job={job} />);
  return fake;
}
const named = (name: string) => screen.findByRole('button', { name });
const typeInto = async (label: string, text: string) =>
  userEvent.type(within(await screen.findByRole('dialog')).getByLabelText(`${label}*`), text);
const inputsOf = (fake: ReturnType<typeof open>, call: string) =>
  fake.calls.filter(({ name }) => name === call).map(({ input }) => input);

describe('changing the passphrase', () => {
  it('waits for the current one and for a new one that is long enough, typed twice and another', async () => {
    const fake = open();
    await userEvent.click(await named('Change passphrase'));
    const confirm = await named('Change the passphrase');
    const isHeldBack = () => confirm.getAttribute('aria-disabled') === 'true';
    expect(isHeldBack()).toBe(true);
    await typeInto('Current passphrase', current);
    await typeInto('New passphrase', current);
    await typeInto('New passphrase again', current);
    expect(screen.getByText('This is the passphrase that the backup has already')).toBeTruthy();
    expect(isHeldBack()).toBe(true);
    await userEvent.click(await named('Generate a passphrase'));
    await waitFor(() => expect(isHeldBack()).toBe(false));
    expect(await named('Save sheet')).toBeTruthy();
    await userEvent.click(confirm);
    expect(await screen.findByText(/^The passphrase is changed/)).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(inputsOf(fake, 'initiate.changePassphrase')).toEqual([
      { jobId: staged().id, currentPassphrase: current, newPassphrase: next },
    ]);
  });

  it('says at the box that the current one is wrong, until it is typed anew', async () => {
    const wrong = { kind: 'user', code: 'staging.passphraseWrong', params: {}, field: 'currentPassphrase' };
    open(staged(), {
      'initiate.changePassphrase': () => {
        throw wrong;
      },
    });
    await userEvent.click(await named('Change passphrase'));
    await typeInto('Current passphrase', current);
    await userEvent.click(await named('Generate a passphrase'));
    const confirm = await named('Change the passphrase');
    await waitFor(() => expect(confirm.getAttribute('aria-disabled')).not.toBe('true'));
    await userEvent.click(confirm);
    const box = within(await screen.findByRole('dialog')).getByLabelText('Current passphrase*');
    await waitFor(() => expect(box.getAttribute('aria-invalid')).toBe('true'));
    await userEvent.type(box, '!');
    expect(box.getAttribute('aria-invalid')).not.toBe('true');
  });

  it('says that drives keep the old one once there are drives', async () => {
    open(sampleJob({ phase: 'shipped', staging: sampleStaging() }));
    await userEvent.click(await named('Change passphrase'));
    expect(await screen.findByText(/Drives and vault hold copies already/)).toBeTruthy();
  });
});

describe('checking the staging location', () => {
  it('needs no passphrase', async () => {
    const fake = open();
    expect(
      await screen.findByText('Not read back yet. The copy to drives compares every byte.'),
    ).toBeTruthy();
    await userEvent.click(await named('Check staging'));
    await userEvent.click(await named('Start the check'));
    await waitFor(() => expect(inputsOf(fake, 'initiate.verifyStaging')).toEqual([{ jobId: staged().id }]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('asks for the passphrase where every block is to be authenticated', async () => {
    const fake = open();
    await userEvent.click(await named('Check staging'));
    await userEvent.click(await screen.findByRole('radio', { name: /Authenticate every block/ }));
    const start = await named('Start the check');
    expect(start.getAttribute('aria-disabled')).toBe('true');
    await typeInto('Passphrase', current);
    await userEvent.click(start);
    const input = { jobId: staged().id, passphrase: current };
    await waitFor(() => expect(inputsOf(fake, 'initiate.verifyStaging')).toEqual([input]));
  });

  it('shows the check while it runs, and is offered again afterwards', async () => {
    const fake = open(staged(check));
    expect(await screen.findByText('The staged backup is whole.')).toBeTruthy();
    const task = sampleTask({ kind: 'verifyStaging', phase: 'verifying', phases: ['verifying', 'done'] });
    act(() => fake.emit('activity.changed', task));
    expect(await screen.findByRole('region', { name: 'Task: Check of the staging location' })).toBeTruthy();
    expect((await named('Check staging')).getAttribute('aria-disabled')).toBe('true');
    act(() => fake.emit('activity.changed', { ...task, state: 'completed' }));
    expect(await screen.findByText('The staged backup is whole.')).toBeTruthy();
    expect((await named('Check staging')).getAttribute('aria-disabled')).not.toBe('true');
  });

  it('names what is not whole, and what to do', async () => {
    const damaged = [
      { file: 'seed-fs01-000001.BaseBlob', state: 'damaged' },
      { file: 'seed-fs01-000002.BaseBlob', state: 'missing' },
    ] as const;
    open(staged({ ...check, damaged: [...damaged], damagedCount: 7 }));
    expect(await screen.findByText('7 files of the staged backup are not whole.')).toBeTruthy();
    expect(screen.getByText('seed-fs01-000001.BaseBlob (damaged)')).toBeTruthy();
    expect(screen.getByText('seed-fs01-000002.BaseBlob (missing)')).toBeTruthy();
    expect(screen.getByText('and 5 more')).toBeTruthy();
    expect(screen.getByText(/^Bring these files back/)).toBeTruthy();
  });

  it('is gone with the staging location', async () => {
    open(sampleJob({ phase: 'cleanedUp', staging: sampleStaging() }));
    expect(await screen.findByRole('heading', { level: 1 })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Check staging' })).toBeNull();
  });
});
