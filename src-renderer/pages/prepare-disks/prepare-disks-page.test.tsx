// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { JudgedDisk } from '../../../src-shared/domain/disks.ts';
import type { DiskId } from '../../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import type { FakeBridge, FakeHandlers } from '../../testing/fake-bridge.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleJob, sampleStaging, sampleTask } from '../../testing/samples.ts';
import { PrepareDisksPage } from './prepare-disks-page.tsx';
import { diskFacts, finding, judged, preparedDrive, volume } from './test-data.ts';

const photos = judged(diskFacts(3, { volumes: [volume()] }), [finding('disk.holdsData', 'warning')]);
const empty = judged(diskFacts(4));
const system = judged(diskFacts(0), [finding('disk.backsSystem')]);
const staged = sampleJob({ phase: 'staged', staging: sampleStaging() });

function appWith(
  disks: readonly JudgedDisk[],
  job: JobSnapshot = staged,
  handlers: FakeHandlers = {},
): FakeBridge {
  const find = (diskId: DiskId) => disks.find(({ facts }) => facts.id === diskId) ?? empty;
  return createFakeApp(
    { jobs: [job] },
    {
      'prepareDisks.readiness': () => [],
      'prepareDisks.listDisks': () => ({ disks: [...disks], readAt: '2026-11-21T02:52:00.000Z' }),
      'prepareDisks.plan': ({ diskIds }) => ({
        drives: diskIds.map((diskId) => ({
          diskId,
          usableBytes: 4_000_000_000_000,
          plannedBytes: 1_000_000_000_000,
          files: [{ name: 'seed.BaseBlob', bytes: 1_000_000_000_000 }],
        })),
        unplaced: [],
        unplacedBytes: 0,
        freeBytes: 3_000_000_000_000,
        fits: diskIds.length > 0,
        drivesUsed: diskIds.length,
        furtherDriveBytes: 0,
        packages: 1,
        isLastPackageFull: false,
      }),
      'prepareDisks.requestErase': ({ diskId }) => ({
        challengeId: `challenge-of-${diskId}`,
        identity: find(diskId).facts.identity,
        serialCharacters: 4,
        volumes: find(diskId).facts.volumes,
      }),
      'prepareDisks.confirmErase': ({ challengeId }) => ({
        eraseTicket: `ticket-${challengeId}`,
        validUntil: '2026-11-21T02:54:00.000Z',
      }),
      'prepareDisks.start': () => ({ taskId: sampleTask().id }),
      ...handlers,
    },
  );
}

const namesOf = (fake: FakeBridge) => fake.calls.map(({ name }) => name);
const inputsOf = (fake: FakeBridge, name: string) =>
  fake.calls.filter((call) => call.name === name).map(({ input }) => input);

async function openEraseDialog() {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('checkbox', { name: /Disk 3/ }));
  await user.click(screen.getByRole('checkbox', { name: /Disk 4/ }));
  const open = await screen.findByRole('button', { name: 'Erase and encrypt 2 disks ...' });
  await waitFor(() => expect(open.getAttribute('aria-disabled')).not.toBe('true'));
  await user.click(open);
  return { user, dialog: await screen.findByRole('alertdialog') };
}

describe('disk table', () => {
  test('lists every disk, selects none, and gives blocked ones no box', async () => {
    renderWithApp(appWith([photos, empty, system]), <PrepareDisksPage job={staged} />);
    const boxes = await screen.findAllByRole('checkbox');
    expect(boxes.map((box) => (box as HTMLInputElement).checked)).toEqual([false, false]);
    const row = screen.getByText(/^Disk 0/).closest('tr');
    expect(row && within(row).getByText('System disk')).toBeTruthy();
    expect(
      screen.getByRole('button', { name: 'Erase and encrypt disks ...' }).getAttribute('aria-disabled'),
    ).toBe('true');
  });

  test('opens a row to its findings, folders and identity', async () => {
    renderWithApp(appWith([photos]), <PrepareDisksPage job={staged} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Everything about Disk 3' }));
    expect(screen.getByText('First folders: 2019, Scans')).toBeTruthy();
    expect(screen.getByText('unique-3')).toBeTruthy();
  });

  test.each([
    { name: 'none attached', disks: [], text: 'No disk is attached' },
    { name: 'none usable', disks: [system], text: 'None of these disks can be used' },
  ])('$name', async ({ disks, text }) => {
    renderWithApp(appWith(disks), <PrepareDisksPage job={staged} />);
    expect(await screen.findByText(text)).toBeTruthy();
  });

  test('keeps the last list when reading fails, and says how old it is', async () => {
    const fake = appWith([photos, empty], staged, {
      'prepareDisks.listDisks': () => ({
        disks: [photos, empty],
        readAt: new Date(Date.now() - 120_000).toISOString(),
        error: { kind: 'environment', code: 'disk.listFailed', params: {} },
      }),
    });
    renderWithApp(fake, <PrepareDisksPage job={staged} />);
    expect(await screen.findByRole('alert')).toBeTruthy();
    expect(screen.getByText(/This list is 2 min old/)).toBeTruthy();
    expect(screen.getAllByRole('checkbox')).toHaveLength(2);
  });
});

describe('erase dialog', () => {
  test('repeats each disk, erases nothing by Enter, and starts only with both serials typed', async () => {
    const fake = appWith([photos, empty, system]);
    renderWithApp(fake, <PrepareDisksPage job={staged} />);
    const { user, dialog } = await openEraseDialog();
    const boxes = await within(dialog).findAllByRole('textbox');
    expect(boxes).toHaveLength(2);
    expect(within(dialog).getByText(/“old photos”/)).toBeTruthy();
    const [first, second] = boxes as [HTMLElement, HTMLElement];
    await user.type(first, '7k3f{Enter}');
    await user.click(within(dialog).getByRole('button', { name: 'Erase and encrypt 2 disks' }));
    expect(namesOf(fake)).not.toContain('prepareDisks.confirmErase');
    await user.type(second, '7K3F');
    await user.click(within(dialog).getByRole('button', { name: 'Erase and encrypt 2 disks' }));
    await waitFor(() => expect(namesOf(fake)).toContain('prepareDisks.start'));
    expect(inputsOf(fake, 'prepareDisks.start')).toEqual([
      {
        jobId: staged.id,
        disks: [
          { diskId: 'disk-3', eraseTicket: 'ticket-challenge-of-disk-3' },
          { diskId: 'disk-4', eraseTicket: 'ticket-challenge-of-disk-4' },
        ],
      },
    ]);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  test('shows what is wrong with one disk in its place, starts nothing and keeps what was typed', async () => {
    const fake = appWith([photos, empty], staged, {
      'prepareDisks.confirmErase': ({ challengeId }) => {
        if (!challengeId.endsWith('disk-4'))
          return { eraseTicket: 'ticket-0123456789', validUntil: '2026-11-21T02:54:00.000Z' };
        throw { kind: 'device', code: 'disk.identityChanged', params: {} };
      },
    });
    renderWithApp(fake, <PrepareDisksPage job={staged} />);
    const { user, dialog } = await openEraseDialog();
    for (const box of await within(dialog).findAllByRole('textbox')) await user.type(box, '7K3F');
    await user.click(within(dialog).getByRole('button', { name: 'Erase and encrypt 2 disks' }));
    expect(await within(dialog).findAllByRole('alert')).toHaveLength(1);
    expect(namesOf(fake)).not.toContain('prepareDisks.start');
    const typed = within(dialog).getAllByRole('textbox') as HTMLInputElement[];
    expect(typed.map(({ value }) => value)).toEqual(['7K3F', '7K3F']);
  });
});

describe('running session', () => {
  test('asks for another drive and says how large', async () => {
    const job = sampleJob({
      phase: 'preparing',
      staging: sampleStaging(),
      drives: [preparedDrive('A1', { state: 'ready' })],
    });
    const task = sampleTask({
      kind: 'prepareDisks',
      phase: 'waitingForDisk',
      items: [
        {
          id: 'further-drive',
          title: '',
          phase: 'waitingForDisk',
          state: 'paused',
          progress: { doneBytes: 0, doneFiles: 0 },
          error: {
            kind: 'user',
            code: 'disk.capacityMissing',
            params: { bytes: 1_200_000_000_000, neededBytes: 1_210_000_000_000 },
          },
        },
      ],
    });
    const fake = appWith([empty], job, { 'activity.list': () => [task] });
    renderWithApp(fake, <PrepareDisksPage job={job} />);
    expect(
      await screen.findByText(/1.2\sTB have no place yet. Connect a drive of at least 1.21\sTB/),
    ).toBeTruthy();
  });

  test('says of each drive that it is paused, not that it works', async () => {
    const job = sampleJob({
      phase: 'preparing',
      staging: sampleStaging(),
      drives: [preparedDrive('A1', { state: 'copying' })],
    });
    const task = sampleTask({ kind: 'prepareDisks', phase: 'copying', state: 'paused', items: [] });
    renderWithApp(appWith([empty], job, { 'activity.list': () => [task] }), <PrepareDisksPage job={job} />);
    expect(await screen.findByText(/^Paused\. Nothing is written/)).toBeTruthy();
    const card = screen.getByRole('article', { name: 'Drive A1' });
    expect(within(card).getByText('Paused')).toBeTruthy();
    expect(within(card).queryByText('Working')).toBeNull();
  });
});
