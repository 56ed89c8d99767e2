// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { jobIdSchema } from '../../../src-shared/domain/ids.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleJob, sampleStaging } from '../../testing/samples.ts';
import { ContactStep } from './contact-step.tsx';
import { EarlierDrives } from './earlier-drives.tsx';
import { preparedDrive } from './test-data.ts';

const ready = preparedDrive('WD-1', { state: 'ready', recoveryPasswordRef: 'bitlocker/set/WD-1' });
const prepared = sampleJob({ phase: 'prepared', staging: sampleStaging(), drives: [ready] });

describe('drives of a session whose record was lost', () => {
  test('are listed with what they hold, what is odd about them, and why one was not taken in', async () => {
    const fake = createFakeApp(
      { jobs: [prepared] },
      {
        'prepareDisks.recoverDrives': () => ({
          job: prepared,
          found: [
            {
              serial: 'WD-1',
              files: 3,
              bytes: 12_000_000,
              remarks: [
                { code: 'drive.manifestDamaged', path: 'WD-1', reason: '' },
                { code: 'drive.fileDiffers', path: 'seed-000002.BaseBlob', reason: 'WD-1' },
              ],
            },
            {
              serial: 'WD-2',
              files: 0,
              bytes: 0,
              remarks: [],
              error: { kind: 'user', code: 'disk.manifestFromOtherJob', params: { serial: 'WD-2' } },
            },
          ],
        }),
      },
    );
    renderWithApp(fake, <EarlierDrives jobId={prepared.id} />);
    await userEvent.click(screen.getByRole('button', { name: 'Look for earlier drives' }));
    expect(await screen.findByText(/3 files, .*read back before they count/)).toBeTruthy();
    expect(screen.getByText(/The list of files on this drive is damaged/)).toBeTruthy();
    expect(screen.getByText(/^seed-000002.BaseBlob: .*another content/)).toBeTruthy();
    expect(screen.getByText(/Drive WD-2 holds the finished files of another import job/)).toBeTruthy();
  });

  test('none with a key: says so', async () => {
    const fake = createFakeApp(
      { jobs: [prepared] },
      { 'prepareDisks.recoverDrives': () => ({ job: prepared, found: [] }) },
    );
    renderWithApp(fake, <EarlierDrives jobId={prepared.id} />);
    await userEvent.click(screen.getByRole('button', { name: 'Look for earlier drives' }));
    expect(await screen.findByText(/No attached drive has a key/)).toBeTruthy();
  });
});

describe('finished drives', () => {
  test('lead to the further import job that takes the rest', async () => {
    const next = sampleJob({
      id: jobIdSchema.parse('9d2c7a52-0a5e-4c0f-8a36-0f9f1b6f4a11'),
      phase: 'staged',
      staging: sampleStaging(),
      package: { number: 2, firstJobName: 'seed-fs01' },
      draft: {
        ...prepared.draft,
        offlineDetails: { ...prepared.draft.offlineDetails, importJobName: 'seed-fs01-2' },
      },
    });
    renderWithApp(createFakeApp({ jobs: [prepared, next] }, {}), <ContactStep job={prepared} />);
    expect(await screen.findByText('The rest of the set is import job seed-fs01-2')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Open seed-fs01-2' })).toBeTruthy();
  });

  test('give their keys to a file only with a passphrase that is long enough, and forget it then', async () => {
    const user = userEvent.setup();
    const path = '/media/stick/seed-fs01.drive-keys.json';
    const fake = createFakeApp({ jobs: [prepared] }, { 'prepareDisks.exportDriveKeys': () => ({ path }) });
    renderWithApp(fake, <ContactStep job={prepared} />);
    const passphrase = screen.getByLabelText<HTMLInputElement>('Passphrase of the key file');
    const write = screen.getByRole('button', { name: 'Write key file' });
    await user.type(screen.getByLabelText('Folder for the key file'), '/media/stick');
    await user.type(passphrase, 'too short');
    expect(write.getAttribute('aria-disabled')).toBe('true');
    await user.type(passphrase, ' but longer now');
    await user.click(write);
    expect(await screen.findByText(path)).toBeTruthy();
    await waitFor(() => expect(passphrase.value).toBe(''));
    expect(fake.calls.find(({ name }) => name === 'prepareDisks.exportDriveKeys')?.input).toMatchObject({
      folder: '/media/stick',
    });
  });

  test('whose keys are on another computer ask for the key file', async () => {
    const { recoveryPasswordRef: _reference, ...foreign } = ready;
    const job = sampleJob({ phase: 'prepared', staging: sampleStaging(), drives: [foreign] });
    renderWithApp(createFakeApp({ jobs: [job] }, {}), <ContactStep job={job} />);
    expect(screen.getByRole('button', { name: 'Open key file' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Write key file' })).toBeNull();
  });
});
