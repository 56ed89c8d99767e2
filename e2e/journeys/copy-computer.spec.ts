import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { treeDifferences, treeSnapshot } from '../../src-main/staging/testing/tree-snapshot.ts';
import { answer } from '../fixtures/contract.ts';
import { startPracticeAzure } from '../fixtures/practice-azure-process.ts';
import { recoverSeed } from '../fixtures/recover-seed.ts';
import { contact, passphrase, stageSample } from '../fixtures/shortcuts.ts';
import { expect, test } from '../fixtures/wizard.ts';
import { Frame } from '../pages/frame.ts';
import { PrepareDisksPage } from '../pages/prepare-disks-page.ts';

const jobName = 'seed-two';

test('one computer stages, another one prepares and ships the drives, the first one moves and recovers', async ({
  folder,
  open,
}) => {
  const azure = await startPracticeAzure(path.join(folder, 'world'));
  const source = await open({ name: 'source', practiceFolder: azure.folder });
  const sourceFrame = new Frame(source.page);
  const parcel = path.join(folder, 'stick');
  await mkdir(parcel);

  const staged = await stageSample(source.page, jobName);
  await test.step('the source computer writes a job file', async () => {
    await source.page.reload();
    await source.page.getByRole('button', { name: jobName, exact: true }).click();
    await sourceFrame.openStep('Initiate');
    await expect(sourceFrame.heading).toHaveText('Staging is ready');
    await source.page.getByLabel('Folder for the job file', { exact: true }).fill(parcel);
    await source.page.getByRole('button', { name: 'Export job file' }).click();
    await expect(source.page.getByText('The job file is written.')).toBeVisible();
  });
  const [jobFile = ''] = await readdir(parcel);
  expect(jobFile).toBe(`${jobName}.offline-backup.json`);

  const stagingPath = staged.staging?.stagingPath ?? '';
  const copy = await open({
    name: 'copy',
    practiceFolder: azure.folder,
    startArguments: ['P:/old.publishsettings', `S:${stagingPath}`],
  });
  const copyFrame = new Frame(copy.page);
  await test.step('the copy computer is started with s: and p:, and stands on Prepare Disks with the job', async () => {
    await expect(copyFrame.heading).toHaveText('Prepare Disks');
    await expect(copy.page.getByText('/old.publishsettings was not opened')).toBeVisible();
    await expect(copy.page.getByText(stagingPath)).toBeVisible();
  });
  await test.step('looking into staging again, or opening the job file, leads to the same job', async () => {
    await copy.page.getByRole('button', { name: 'All jobs' }).first().click();
    await copy.page.getByRole('button', { name: 'Prepare disks for a job' }).click();
    await copy.page.getByLabel('Staging location', { exact: true }).fill(stagingPath);
    await copy.page.getByRole('button', { name: 'Look for jobs' }).click();
    await expect(copyFrame.heading).toHaveText('Prepare Disks');
    await copy.page.getByRole('button', { name: 'Change' }).click();
    await copy.page.getByLabel('Job file', { exact: true }).fill(path.join(parcel, jobFile));
    await copy.page.getByRole('button', { name: 'Open job file' }).click();
    await expect(copyFrame.heading).toHaveText('Prepare Disks');
    expect(await answer(copy.page, 'jobs.list', {})).toHaveLength(1);
  });

  await test.step('it signs in by itself, prepares a drive, creates the import job', async () => {
    await copy.page.getByRole('button', { name: 'Sign in with the browser' }).click();
    const disks = new PrepareDisksPage(copy.page);
    await disks.choose('PRACTICE0001');
    await disks.confirmErase(['PRACTICE0001']);
    await expect(copyFrame.heading).toHaveText('Create the import job', { timeout: 60_000 });
    await disks.fillContact();
    await copy.page.getByRole('button', { name: `Create import job ${jobName}` }).click();
    await expect(copyFrame.heading).toHaveText('Drives and import job are ready', { timeout: 30_000 });
  });

  const [copyJob] = await answer(copy.page, 'jobs.list', {});
  const copyJobId = copyJob?.id ?? staged.id;
  expect(copyJob).toMatchObject({ role: 'copy', phase: 'jobCreated', machineName: staged.machineName });
  expect(copyJobId).not.toBe(staged.id);

  await test.step('it ships the drive and writes the job file for the way back', async () => {
    const { now } = await answer(copy.page, 'practice.status', {});
    await answer(copy.page, 'shipping.commit', {
      jobId: copyJobId,
      typedText: 'yes',
      details: {
        returnAddress: contact,
        returnShipping: { carrierName: 'DHL', carrierAccountNumber: '100200300' },
        deliveryPackage: {
          carrierName: 'DHL',
          trackingNumber: 'JJD0099001122334455',
          driveCount: 1,
          shipDate: now.slice(0, 10),
        },
      },
    });
    await copyFrame.openStep('Prepare Disks');
    await copy.page.getByLabel('Folder for the job file', { exact: true }).fill(parcel);
    await copy.page.getByRole('button', { name: 'Export job file' }).click();
    await expect(copy.page.getByText('The job file is written.')).toBeVisible();
    expect(await readdir(parcel)).toEqual([jobFile]);
  });

  await test.step('the source computer learns of it and follows the import', async () => {
    await expect(sourceFrame.step('Monitor')).toBeDisabled();
    await source.page.getByRole('button', { name: 'All jobs' }).first().click();
    await source.page.getByRole('button', { name: 'Prepare disks for a job' }).click();
    await source.page.getByLabel('Job file', { exact: true }).fill(path.join(parcel, jobFile));
    await source.page.getByRole('button', { name: 'Open job file' }).click();
    await expect(sourceFrame.heading).toHaveText('Drives and import job are ready');
    await sourceFrame.openStep('Monitor');
    await sourceFrame.skipUntil(source.page.getByRole('button', { name: 'Move to the vault now' }));
  });
  const [sourceJob, ...others] = await answer(source.page, 'jobs.list', {});
  expect(others).toEqual([]);
  expect(sourceJob).toMatchObject({ id: staged.id, role: 'source', phase: 'imported' });

  await test.step('both computers see the same import', async () => {
    const seen = await answer(copy.page, 'monitor.refresh', { jobId: copyJobId });
    expect(seen.monitor?.state).toBe('Completed');
    await copyFrame.openStep('Monitor');
    await expect(copy.page.getByText('PRACTICE0001').first()).toBeVisible();
  });

  await test.step('the source computer moves the seed, backs up changes, recovers', async () => {
    await source.page.getByRole('button', { name: 'Move to the vault now' }).click();
    await source.page.getByLabel('Encryption passphrase').fill(passphrase, { timeout: 60_000 });
    await source.page.getByRole('button', { name: 'Run incremental backup' }).click();
    await expect(source.page.getByText(/The first incremental backup is in the vault/)).toBeVisible({
      timeout: 60_000,
    });
    const jobId = staged.id;
    const points = await answer(source.page, 'recover.points', { jobId });
    expect(points.map(({ kind }) => kind)).toEqual(['incremental', 'initial']);
    const recovered = await recoverSeed(source.page, jobId, path.join(folder, 'recovered'));
    const [item] = staged.draft.items;
    const differences = treeDifferences(await treeSnapshot(item?.path ?? ''), await treeSnapshot(recovered));
    expect(differences).toEqual([]);
  });
  await azure.close();
});
