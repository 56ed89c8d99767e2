// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeApp } from '../testing/fake-app.ts';
import { renderWithApp } from '../testing/render-with-app.tsx';
import { PathField } from './path-field.tsx';
import { baseName, isAtOrBelow, parentPath } from './paths.ts';

afterEach(cleanup);

const folder = (path: string, kind: 'volume' | 'folder' = 'folder') => ({
  name: baseName(path),
  path,
  kind,
  sizeBytes: 0,
  readable: true,
});

function Field() {
  const [path, setPath] = useState('');
  return <PathField label="Staging Location" value={path} onChange={setPath} />;
}

it('browses from the volumes down and takes the folder that is shown', async () => {
  const fake = createFakeApp(
    {},
    {
      'files.list': ({ path }) => ({
        entries:
          path === undefined ? [folder('D:\\', 'volume')] : path === 'D:\\' ? [folder('D:\\staging')] : [],
        truncated: false,
      }),
    },
  );
  renderWithApp(fake, <Field />);
  await userEvent.click(await screen.findByRole('button', { name: 'Browse: Staging Location' }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.click(await dialog.findByRole('button', { name: 'D:\\' }));
  await userEvent.click(await dialog.findByRole('button', { name: 'staging' }));
  await dialog.findByText('No folders here.');
  await userEvent.click(dialog.getByRole('button', { name: 'Choose this folder' }));
  expect(screen.getByLabelText<HTMLInputElement>('Staging Location').value).toBe('D:\\staging');
});

it('keeps the focus in the dialog, also when something of the page behind takes it', async () => {
  const fake = createFakeApp({}, { 'files.list': () => ({ entries: [], truncated: false }) });
  renderWithApp(
    fake,
    <>
      <button type="button">Account</button>
      <Field />
    </>,
  );
  const behind = screen.getByRole('button', { name: 'Account' });
  await userEvent.click(await screen.findByRole('button', { name: 'Browse: Staging Location' }));
  const dialog = await screen.findByRole('dialog', { hidden: true });
  behind.focus();
  await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel', hidden: true }));
  behind.focus();
  expect(document.activeElement).toBe(behind);
});

describe('paths', () => {
  it.each([
    ['D:\\a\\b', 'D:\\a'],
    ['D:\\a', 'D:\\'],
    ['D:\\', undefined],
    ['\\\\fs02\\staging\\x', '\\\\fs02\\staging'],
    ['\\\\fs02\\staging', undefined],
    ['/srv/a/', '/srv'],
    ['/srv', '/'],
    ['/', undefined],
  ])('parent of %s', (path, parent) => {
    expect(parentPath(path)).toBe(parent);
  });

  it.each([
    ['D:\\Data\\x', 'd:\\data', true],
    ['D:\\Database', 'D:\\Data', false],
    ['/srv/a', '/', true],
    ['/SRV/a', '/srv', false],
  ])('%s at or below %s: %s', (path, ancestor, expected) => {
    expect(isAtOrBelow(path, ancestor)).toBe(expected);
  });
});
