import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright/test';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { answer } from '../fixtures/contract.ts';
import { takePictures } from '../fixtures/pictures.ts';
import { contact } from '../fixtures/shortcuts.ts';
import { expect, test } from '../fixtures/wizard.ts';
import { Frame } from '../pages/frame.ts';
import { PrepareDisksPage } from '../pages/prepare-disks-page.ts';

const jobName = 'seed-mars';
const serial = 'PRACTICE0001';

async function onlyJob(page: Page): Promise<JobSnapshot> {
  const [job, ...others] = await answer(page, 'jobs.list', {});
  if (job === undefined || others.length > 0) throw new Error('Not one job');
  return job;
}

test('the folder of another program is carried as it is, from s: to the finished import', async ({
  folder,
  open,
}) => {
  const source = path.join(folder, 'mars staging');
  await mkdir(path.join(source, 'deeper'), { recursive: true });
  await writeFile(path.join(source, 'mars-1.BaseBlob'), Buffer.alloc(5_000_192, 3));
  await writeFile(path.join(source, 'deeper', 'notes.txt'), 'hello\n');
  const { page } = await open({ name: 'copy', startArguments: [`s:${source}`] });
  const frame = new Frame(page);
  const picture = takePictures(page);

  await test.step('the wizard says that the folder is not its own, and offers to carry it', async () => {
    await expect(page.getByText('This folder was written by another program')).toBeVisible();
    await picture('opaque-offer');
    await page.getByRole('button', { name: 'Carry these files as they are' }).click();
    await expect(frame.heading).toHaveText("Another program's backup");
  });

  await test.step('files that cannot be page blobs are listed, and block blobs are offered', async () => {
    await page.getByRole('button', { name: 'Sign in with the browser' }).click();
    await expect(page.getByRole('row', { name: /deeper\/notes\.txt .*multiple of 512/ })).toBeVisible();
    await frame.primary('Use these details').click();
    await expect(page.getByLabel('Azure Resource Manager Storage Account')).toBeFocused();
    await picture('opaque-problems');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('opaque-problems-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Carry them as block blobs' }).click();
    await expect(page.getByText('Every file can be carried.')).toBeVisible();
  });

  await test.step('the details are typed once and taken', async () => {
    const { id: jobId } = await onlyJob(page);
    const [subscription] = await answer(page, 'initiate.subscriptions', { jobId });
    await page.getByLabel('Azure Subscription ID').fill(subscription?.id ?? '');
    await page.getByLabel('Azure Resource Manager Storage Account').fill('seedpractice');
    await page.getByLabel('Azure Storage Container').fill('mars-seed');
    await page.getByLabel('Azure Import Job Name').fill(jobName);
    await page.getByLabel('Folder inside the container').fill('dpm');
    await picture('opaque-details');
    await frame.primary('Use these details').click();
    await expect(frame.heading).toHaveText('Prepare Disks');
    await expect(page.getByText(/in 2 files as block blobs/)).toBeVisible();
    await picture('opaque-disks');
  });

  await test.step('what Azure lacks for the import is fixed before anything is erased', async () => {
    await page.getByRole('button', { name: /^Fix: / }).click();
    await expect(page.getByRole('button', { name: /^Fix: / })).toHaveCount(0);
  });

  await test.step('a drive is prepared and the import job is made', async () => {
    const disks = new PrepareDisksPage(page);
    await disks.choose(serial);
    await disks.confirmErase([serial]);
    await expect(frame.heading).toHaveText('Create the import job', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Details', exact: true }).click();
    const details = page.getByRole('dialog', { name: 'Details of this job' });
    await expect(details.getByText(/so they no longer change/)).toBeVisible();
    await picture('opaque-held-details');
    await details.getByRole('button', { name: 'Cancel' }).click();
    await disks.fillContact();
    await page.getByRole('button', { name: `Create import job ${jobName}` }).click();
    await expect(frame.heading).toHaveText('Drives and import job are ready', { timeout: 30_000 });
  });

  await test.step('after the import the page points back to the program', async () => {
    const { id: jobId } = await onlyJob(page);
    const { now } = await answer(page, 'practice.status', {});
    await answer(page, 'shipping.commit', {
      jobId,
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
    await frame.openStep('Monitor');
    await frame.skipUntil(page.getByRole('heading', { name: 'Go on where the backup was made' }));
    const imported = await answer(page, 'monitor.refresh', { jobId });
    expect(imported.monitor).toMatchObject({ state: 'Completed' });
    expect(imported.monitor?.drives).toMatchObject([{ driveId: serial, percentComplete: 100 }]);
    await expect(page.getByRole('button', { name: 'Move to the vault now' })).toHaveCount(0);
    await picture('opaque-monitor');
  });
});

test('an argument that makes no sense is named, and the wizard opens all the same', async ({ open }) => {
  const { page } = await open({ name: 'app', startArguments: ['s:/nowhere', 'banana.txt', 'q:1'] });
  await expect(page.getByRole('alert')).toContainText('q:1');
  await expect(new Frame(page).heading).toHaveText('Carry the first backup by parcel');
  await takePictures(page)('start-argument');
});
