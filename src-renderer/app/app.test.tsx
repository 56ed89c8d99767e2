// @vitest-environment jsdom
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeApp } from '../testing/fake-app.ts';
import { installBrowserParts } from '../testing/install-browser-parts.ts';
import { sampleJob, sampleTask } from '../testing/samples.ts';
import { App } from './app.tsx';
import '../testing/patience.ts';

beforeEach(installBrowserParts);
afterEach(cleanup);

it('shows the five steps while there is no job, and starts a rehearsal', async () => {
  const job = sampleJob();
  const fake = createFakeApp(
    { jobs: [] },
    { 'practice.startSample': () => ({ jobId: job.id }), 'jobs.get': () => job },
  );
  render(<App bridge={fake.bridge} />);
  const journey = await screen.findByRole('list', { name: /five steps/ });
  expect(within(journey).getAllByRole('listitem')).toHaveLength(5);
  await userEvent.click(screen.getByRole('button', { name: 'Try it in practice mode' }));
  expect(fake.calls.some(({ name }) => name === 'practice.startSample')).toBe(true);
});

it('names locked steps with their reason, and moves the focus to the title of a page', async () => {
  const fake = createFakeApp(
    { jobs: [sampleJob()] },
    { 'initiate.estimate': () => new Promise(() => undefined) },
  );
  render(<App bridge={fake.bridge} />);
  await userEvent.click(await screen.findByRole('button', { name: 'seed-fs01' }));
  const steps = within(screen.getByRole('navigation', { name: 'Steps of this job' }));
  const locked = steps.getByRole('button', { name: /Shipping/ });
  expect(locked.getAttribute('aria-disabled')).toBe('true');
  const reason = document.getElementById(locked.getAttribute('aria-describedby') ?? '');
  expect(reason?.textContent).toBe('No drive is prepared yet.');
  expect(steps.getByRole('button', { name: /Initiate/ }).getAttribute('aria-current')).toBe('step');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })));
});

it('counts running tasks as events arrive, and lists them under Activity', async () => {
  const fake = createFakeApp({ jobs: [sampleJob()] });
  render(<App bridge={fake.bridge} />);
  await screen.findByRole('button', { name: 'Activity, 0 tasks running' });
  act(() => fake.emit('activity.changed', sampleTask()));
  await userEvent.click(await screen.findByRole('button', { name: 'Activity, 1 task running' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Activity' })).toBeTruthy();
  expect(screen.getByText('Initial backup to the staging location')).toBeTruthy();
});

it('carries the practice badge and skips to the next event', async () => {
  const fake = createFakeApp({ jobs: [] });
  render(<App bridge={fake.bridge} />);
  const strip = within(await screen.findByRole('region', { name: 'Practice mode' }));
  expect(strip.getByText('PRACTICE')).toBeTruthy();
  await userEvent.click(strip.getByRole('button', { name: 'Skip to next event' }));
  expect(fake.calls).toContainEqual({ name: 'practice.advance', input: { to: 'nextEvent' } });
});

it('switches the language at once and remembers it', async () => {
  const fake = createFakeApp({ jobs: [] });
  render(<App bridge={fake.bridge} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Menu' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Language' }));
  await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Deutsch' }));
  expect(fake.calls).toContainEqual({
    name: 'app.setPreferences',
    input: { language: 'de', theme: 'light' },
  });
  expect(document.documentElement.lang).toBe('de');
});

it('shows an unanswered first call as a problem, not as an empty window', async () => {
  const fake = createFakeApp(
    {},
    {
      'app.info': () => {
        throw { kind: 'internal', code: 'internal.unexpected', params: { incidentId: '7' } };
      },
    },
  );
  render(<App bridge={fake.bridge} />);
  expect((await screen.findByRole('alert')).textContent).toContain('7');
});
