// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StartRequest } from '../../src-shared/contract/app-calls.ts';
import { createFakeApp } from '../testing/fake-app.ts';
import type { FakeHandlers } from '../testing/fake-bridge.ts';
import { installBrowserParts } from '../testing/install-browser-parts.ts';
import { sampleJob } from '../testing/samples.ts';
import { App } from './app.tsx';
import '../testing/patience.ts';

beforeEach(installBrowserParts);
afterEach(cleanup);

const stagingPath = '\\\\fs02\\staging';
const job = sampleJob({ phase: 'jobCreated' });
const setId = job.staging?.setId;
const staged = {
  setId: setId ?? ('ab'.repeat(16) as never),
  importJobName: 'seed-fs01',
  machineName: 'fs01',
  createdAt: '2026-11-20T21:00:00.000Z',
  stagedBytes: 1000,
  volumes: 2,
  descriptorFile: 'seed-fs01.AIBBlob',
};

function start(request: Partial<StartRequest>, handlers: FakeHandlers = {}) {
  const fake = createFakeApp(
    { jobs: [job] },
    {
      'app.takeStart': () => ({ wantsShipping: false, ...request }),
      'prepareDisks.inspectStaging': () => ({ jobs: [staged] }),
      'prepareDisks.openStagedJob': () => job,
      'jobs.openFile': () => job,
      ...handlers,
    },
  );
  render(<App bridge={fake.bridge} />);
  return fake;
}
const title = () => screen.findByRole('heading', { level: 1, name: /^Drives and import job/ });
const callsOf = (fake: ReturnType<typeof start>) =>
  fake.calls.filter(({ name }) => /staged|Staging|openFile/i.test(name));

it('opens the only job of the staging location that it was started with', async () => {
  const fake = start({ stagingPath });
  expect(await title()).toBeTruthy();
  expect(callsOf(fake)).toEqual([
    { name: 'prepareDisks.inspectStaging', input: { stagingPath } },
    { name: 'prepareDisks.openStagedJob', input: { stagingPath, setId: staged.setId } },
  ]);
});

it('lets choose among several', async () => {
  const other = { ...staged, setId: 'cd'.repeat(16) as never, importJobName: 'seed-sql' };
  const fake = start({ stagingPath }, { 'prepareDisks.inspectStaging': () => ({ jobs: [staged, other] }) });
  expect(await screen.findByText('seed-sql')).toBeTruthy();
  expect(callsOf(fake)).toHaveLength(1);
});

it('opens a job file, seen from the path that was given with it', async () => {
  const fake = start({ jobFile: '/stick/seed.json', stagingPath });
  expect(await title()).toBeTruthy();
  expect(callsOf(fake)[0]).toEqual({ name: 'jobs.openFile', input: { path: '/stick/seed.json' } });
});

it('goes to Shipping for u:', async () => {
  start({ wantsShipping: true });
  expect(await screen.findByRole('heading', { level: 1, name: /^Shipping/ })).toBeTruthy();
});

it('shows the path that holds no job, with the reason', async () => {
  start(
    { stagingPath },
    {
      'prepareDisks.inspectStaging': () => {
        throw { kind: 'user', code: 'staging.pathUnknown', params: { path: stagingPath } };
      },
    },
  );
  expect((await screen.findByRole('alert')).textContent).toContain(stagingPath);
  expect(screen.getByDisplayValue(stagingPath)).toBeTruthy();
});

it('names an argument that makes no sense, and says that p: is not needed', async () => {
  const error = {
    kind: 'user',
    code: 'start.argumentUnknown',
    params: { argument: 'banana' },
  } as const;
  const fake = start({ error });
  expect((await screen.findByRole('alert')).textContent).toContain('banana');
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('alert')).toBeNull();
  fake.on({ 'app.takeStart': () => ({ wantsShipping: false, publishSettingsPath: 'C:\\a.xml' }) });
  act(() => fake.emit('app.startRequested', {}));
  expect(await screen.findByText(/C:\\a\.xml was not opened/)).toBeTruthy();
  expect(await screen.findByRole('heading', { name: 'Prepare disks for a job' })).toBeTruthy();
});
