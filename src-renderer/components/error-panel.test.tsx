// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { createFakeApp } from '../testing/fake-app.ts';
import { renderWithApp } from '../testing/render-with-app.tsx';
import { ErrorPanel } from './error-panel.tsx';

afterEach(cleanup);

const error = {
  kind: 'user',
  code: 'job.notFound',
  params: {},
  details: 'exit code 5',
} as const;

it('says what happened, why and what to do, takes the focus, and keeps details until asked', async () => {
  const onRetry = vi.fn();
  renderWithApp(createFakeApp(), <ErrorPanel error={error} onRetry={onRetry} />);
  const panel = await screen.findByRole('alert');
  expect(document.activeElement).toBe(panel);
  expect(panel.textContent).not.toContain('errors.');
  expect(screen.queryByText('exit code 5')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Show details' }));
  expect(screen.getByText('exit code 5')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledOnce();
});

it('leaves the focus alone for problems that nobody caused', async () => {
  renderWithApp(createFakeApp(), <ErrorPanel error={error} takeFocus={false} />);
  const panel = await screen.findByRole('alert');
  expect(document.activeElement).not.toBe(panel);
});
