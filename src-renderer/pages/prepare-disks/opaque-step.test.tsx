// @vitest-environment jsdom
import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { OpaqueCheck } from '../../../src-shared/domain/opaque.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import type { FakeHandlers } from '../../testing/fake-bridge.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleOpaqueJob } from '../../testing/samples.ts';
import { PrepareDisksPage } from './prepare-disks-page.tsx';

afterEach(cleanup);

const job = sampleOpaqueJob('draft');
const inTheWay: OpaqueCheck = {
  files: 60,
  bytes: 6000,
  problems: Array.from({ length: 60 }, (_, index) => ({
    file: `f${index}.txt`,
    code: 'notMultipleOf512',
    bytes: 100,
  })),
  problemCount: 60,
  blocksWouldDo: true,
};

function open(handlers: FakeHandlers) {
  const fake = createFakeApp({ jobs: [job] }, { 'opaque.save': () => job, ...handlers });
  renderWithApp(fake, <PrepareDisksPage job={job} />);
  return fake;
}

it('lists what is in the way and changes to block blobs when that is all it takes', async () => {
  let check = inTheWay;
  const fake = open({ 'opaque.check': () => check });
  const table = await screen.findByRole('table', { name: 'Files that stand in the way' });
  expect(within(table).getAllByRole('row')).toHaveLength(51);
  expect(screen.getByText('and 10 more files')).toBeTruthy();
  check = { ...inTheWay, problems: [], problemCount: 0, blocksWouldDo: false };
  await userEvent.click(screen.getByRole('button', { name: 'Carry them as block blobs' }));
  expect(await screen.findByText('Every file can be carried.')).toBeTruthy();
  expect(fake.calls).toContainEqual({
    name: 'opaque.save',
    input: { jobId: job.id, settings: expect.objectContaining({ blobKind: 'block' }) },
  });
});

it('keeps what was typed when the main process refuses a file, and marks its box', async () => {
  const fake = open({
    'opaque.check': () => ({ ...inTheWay, problems: [], problemCount: 0, blocksWouldDo: false }),
    'opaque.save': () => {
      throw {
        kind: 'user',
        code: 'opaque.extraInvalid',
        params: { path: 'E:\\m.xml', root: 'Metadata' },
        field: 'metadataPath',
      };
    },
  });
  await userEvent.type(await screen.findByLabelText('Metadata file'), 'E:\\m.xml');
  await userEvent.click(screen.getByRole('button', { name: 'Use these details' }));
  expect(await screen.findByText(/^E:.+ is not a Metadata file/)).toBeTruthy();
  const box = screen.getByLabelText<HTMLInputElement>('Metadata file');
  expect([box.value, box.getAttribute('aria-invalid')]).toEqual(['E:\\m.xml', 'true']);
  expect(fake.calls.some(({ name }) => name === 'opaque.accept')).toBe(false);
});

it('asks for what is missing before anything is sent', async () => {
  const fake = open({
    'opaque.check': () => ({ ...inTheWay, problems: [], problemCount: 0, blocksWouldDo: false }),
  });
  await userEvent.clear(await screen.findByLabelText(/^Azure Import Job Name/));
  await userEvent.click(screen.getByRole('button', { name: 'Use these details' }));
  expect(await screen.findByText('Fill in this box.')).toBeTruthy();
  expect(fake.calls.some(({ name }) => name === 'opaque.save')).toBe(false);
});
