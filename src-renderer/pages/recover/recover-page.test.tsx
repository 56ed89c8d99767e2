// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { RecoverEntry } from '../../../src-shared/contract/recover-calls.ts';
import { recoveryPointIdSchema } from '../../../src-shared/domain/ids.ts';
import type { RecoveryPointSummary } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import type { FakeHandlers } from '../../testing/fake-bridge.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleJob, sampleTask } from '../../testing/samples.ts';
import { RecoverPage } from './recover-page.tsx';

const job = sampleJob({ phase: 'vaulted' });
const sessionId = '3f0c1c6e-2a51-4b7e-9a53-6c2f7a1f0a77';

function point(digit: string, createdAt: string, kind: RecoveryPointSummary['kind']): RecoveryPointSummary {
  return {
    id: recoveryPointIdSchema.parse(digit.repeat(32)),
    createdAt,
    kind,
    files: 3,
    sourceBytes: 30,
    addedBytes: 30,
    descriptorFile: 'seed.AIBBlob',
  };
}
const newest = point('b', '2026-11-21T21:00:00.000Z', 'incremental');
const points = [point('a', '2026-11-20T21:00:00.000Z', 'initial'), newest];

function entry(path: string, name: string, kind: RecoverEntry['kind'], sizeBytes: number): RecoverEntry {
  return {
    path,
    name,
    kind,
    sizeBytes,
    modifiedAt: '2026-11-01T10:00:00.000Z',
    hasChildren: kind === 'root' || kind === 'folder',
  };
}
const tree: Readonly<Record<string, RecoverEntry[]>> = {
  '': [entry('0', '/srv/photos', 'root', 30)],
  '0': [entry('0/a.jpg', 'a.jpg', 'file', 10), entry('0/b.jpg', 'b.jpg', 'file', 20)],
};

function show(handlers: FakeHandlers = {}, tasks: readonly TaskSnapshot[] = []) {
  const fake = createFakeApp(
    { jobs: [job], tasks },
    {
      'recover.points': () => points,
      'recover.open': () => ({ sessionId, point: newest }),
      'recover.close': () => ({}),
      'recover.browse': ({ path }) => ({ entries: tree[path] ?? [], truncated: false }),
      'recover.start': () => ({ taskId: sampleTask().id }),
      ...handlers,
    },
  );
  renderWithApp(fake, <RecoverPage job={job} />);
  return { fake, user: userEvent.setup() };
}
const inputsOf = (fake: ReturnType<typeof show>['fake'], name: string) =>
  fake.calls.filter((call) => call.name === name).map(({ input }) => input);

async function unlock(user: ReturnType<typeof userEvent.setup>) {
  await user.type(await screen.findByLabelText('Encryption passphrase'), 'correct horse');
  await user.click(screen.getByRole('button', { name: 'Open recovery point' }));
  return screen.findByRole('treeitem', { name: /srv\/photos/ });
}

test('opens the newest point unless another one is chosen', async () => {
  const { fake, user } = show();
  await unlock(user);
  expect(inputsOf(fake, 'recover.open')).toEqual([
    { jobId: job.id, recoveryPointId: newest.id, passphrase: 'correct horse' },
  ]);
});

test('says a wrong passphrase once and keeps the chosen point', async () => {
  const { user } = show({
    'recover.open': () => {
      throw { kind: 'user', code: 'staging.passphraseWrong', params: {}, field: 'passphrase' };
    },
  });
  await user.click(await screen.findByRole('radio', { name: /initial backup/ }));
  await user.type(screen.getByLabelText('Encryption passphrase'), 'wrong');
  await user.click(screen.getByRole('button', { name: 'Open recovery point' }));
  expect(await screen.findAllByRole('alert')).toHaveLength(1);
  expect((screen.getByRole('radio', { name: /initial backup/ }) as HTMLInputElement).checked).toBe(true);
  expect((screen.getByLabelText('Encryption passphrase') as HTMLInputElement).value).toBe('wrong');
});

test('recovers a folder without the one file that was taken out of it', async () => {
  const { fake, user } = show();
  const root = await unlock(user);
  root.focus();
  await user.keyboard('{ArrowRight}');
  const file = await screen.findByRole('treeitem', { name: /a\.jpg/ });
  root.focus();
  await user.keyboard(' ');
  expect(root.getAttribute('aria-checked')).toBe('true');
  file.focus();
  await user.keyboard(' ');
  expect(root.getAttribute('aria-checked')).toBe('mixed');
  expect(screen.getByText(/^1 entry chosen, 20\sB$/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^Recover 20\sB$/ }));
  await waitFor(() =>
    expect(inputsOf(fake, 'recover.start')).toEqual([
      {
        sessionId,
        selection: ['0/b.jpg'],
        target: { kind: 'folder', path: '/srv/recovered' },
        conflict: 'keepBoth',
        compareWithSource: true,
      },
    ]),
  );
});

test('verify only writes nowhere and asks for no folder', async () => {
  const { fake, user } = show();
  const root = await unlock(user);
  root.focus();
  await user.keyboard(' ');
  await user.click(screen.getByRole('radio', { name: /only read and verify/ }));
  expect(screen.queryByRole('textbox', { name: 'Folder' })).toBeNull();
  await user.click(screen.getByRole('button', { name: /^Verify/ }));
  await waitFor(() => expect(inputsOf(fake, 'recover.start')).toHaveLength(1));
  expect(inputsOf(fake, 'recover.start')[0]).toMatchObject({
    selection: ['0'],
    target: { kind: 'verifyOnly' },
    compareWithSource: false,
  });
});

test('chooses search hits beside the tree', async () => {
  const { user } = show({
    'recover.search': () => ({ entries: [entry('0/deep/c.jpg', 'c.jpg', 'file', 7)], truncated: false }),
  });
  await unlock(user);
  await user.type(screen.getByRole('searchbox'), 'c.jpg{Enter}');
  await user.click(await screen.findByRole('checkbox', { name: '/srv/photos/deep/c.jpg' }));
  expect(screen.getByText(/^1 entry chosen, 7\sB$/)).toBeTruthy();
});

test('lists what did not come back, with the reason', async () => {
  const task = sampleTask({ kind: 'recover', state: 'completedWithWarnings', phase: 'done' });
  const { user } = show(
    {
      'recover.result': () => ({
        restoredFiles: 2,
        restoredBytes: 20,
        skipped: [],
        failed: [{ code: 'restore.damaged', path: '0/a.jpg', reason: 'chunk 12' }],
        skippedCount: 0,
        failedCount: 1,
      }),
    },
    [task],
  );
  expect(await screen.findByText('Some files did not come back')).toBeTruthy();
  expect(screen.getByText('0/a.jpg')).toBeTruthy();
  expect(screen.getByText(/chunk 12/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Recover more' }));
  expect(await screen.findByLabelText('Encryption passphrase')).toBeTruthy();
});
