// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { useTasks } from '../bridge/use-job.ts';
import { createFakeApp } from '../testing/fake-app.ts';
import '../testing/find-in-dialogs.ts';
import { renderWithApp } from '../testing/render-with-app.tsx';
import { sampleTask } from '../testing/samples.ts';
import { ProgressPanel } from './progress-panel.tsx';

afterEach(cleanup);

function FirstTask() {
  const [task] = useTasks();
  return task === undefined ? null : <ProgressPanel task={task} />;
}

it('follows the task through events, and says honestly when the time left is not known', async () => {
  const fake = createFakeApp({ tasks: [sampleTask()] });
  renderWithApp(fake, <FirstTask />);
  expect(await screen.findByText('42%')).toBeTruthy();
  expect(screen.getByText(/left$/)).toBeTruthy();
  const current = screen.getByText('Transferring data', { selector: 'li span' }).closest('li');
  expect(current?.getAttribute('aria-current')).toBe('step');

  const { totalBytes: _total, secondsLeft: _left, ...progress } = sampleTask().progress;
  act(() => fake.emit('activity.changed', sampleTask({ progress })));
  expect(await screen.findByText('Estimating the time left')).toBeTruthy();
  expect(screen.queryByText(/%$/)).toBeNull();
});

it('asks before it stops, and stops only then', async () => {
  const fake = createFakeApp({ tasks: [sampleTask()] }, { 'activity.stop': () => ({}) });
  renderWithApp(fake, <FirstTask />);
  await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
  expect(fake.calls.some(({ name }) => name === 'activity.stop')).toBe(false);
  expect((await screen.findByRole('alertdialog')).textContent).toContain('PRACTICE');
  await userEvent.click(screen.getByRole('button', { name: 'Stop the task' }));
  expect(fake.calls.filter(({ name }) => name === 'activity.stop')).toHaveLength(1);
});

it('opens warnings while the task goes on', async () => {
  const warnings = [{ code: 'file.unreadable', path: '/srv/locked.psd', reason: 'EACCES' }] as const;
  const fake = createFakeApp({ tasks: [sampleTask({ warningCount: 1, warnings: [...warnings] })] });
  renderWithApp(fake, <FirstTask />);
  await userEvent.click(await screen.findByRole('button', { name: '1 warning' }));
  expect(screen.getByText('/srv/locked.psd')).toBeTruthy();
});

it('with everything read and most of it waiting for space: the bar shows what is written', async () => {
  const waiting = { reason: 'stagingSpace', missingBytes: 30_000_000, path: 'E:\\staging' } as const;
  const read = { doneBytes: 40_000_000, totalBytes: 40_000_000, doneFiles: 4, totalFiles: 4 };
  const progress = { ...read, writtenBytes: 10_000_000, waiting };
  const fake = createFakeApp({ tasks: [sampleTask({ progress })] });
  renderWithApp(fake, <FirstTask />);
  expect(await screen.findByText('25%')).toBeTruthy();
  expect(screen.getByRole('progressbar', { name: 'Overall progress' }).getAttribute('aria-valuenow')).toBe(
    '0.25',
  );
  expect(screen.getByText('25%').parentElement?.textContent).toMatch(/10\sMB of 40\sMB/);
  act(() => fake.emit('activity.changed', sampleTask({ progress: { ...progress, waiting: undefined } })));
  expect(await screen.findByText('99%')).toBeTruthy();
});

it('says what it waits for instead of a rate, and stops saying so', async () => {
  const waiting = { reason: 'stagingSpace', missingBytes: 12_000_000_000, path: 'E:\\staging' } as const;
  const { progress } = sampleTask();
  const fake = createFakeApp({ tasks: [sampleTask({ progress: { ...progress, waiting } })] });
  renderWithApp(fake, <FirstTask />);
  const words = 'Waiting for 12 GB in E:\\staging. Free some space; the backup goes on by itself.';
  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.queryByText(/left$/)).toBeNull();
  act(() => fake.emit('activity.changed', sampleTask({ progress: { ...progress, waiting: undefined } })));
  expect(await screen.findByText(/left$/)).toBeTruthy();
  expect(screen.queryByText(words)).toBeNull();
});
