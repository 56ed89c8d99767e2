import { takePictures } from '../fixtures/pictures.ts';
import { expect, test } from '../fixtures/wizard.ts';
import { Frame } from '../pages/frame.ts';
import { InitiatePage } from '../pages/initiate-page.ts';
import { PrepareDisksPage } from '../pages/prepare-disks-page.ts';

const passphrase = 'correct horse battery staple 42';
const jobName = 'seed-sample';

test('a seeding from the first click to a verified recovery', async ({ wizard }) => {
  const { page } = wizard;
  const frame = new Frame(page);
  const picture = takePictures(page);

  await test.step('Jobs offers a rehearsal', async () => {
    await expect(frame.heading).toHaveText('Carry the first backup by parcel');
    await picture('welcome');
    await page.getByRole('button', { name: 'Try it in practice mode' }).click();
  });

  await test.step('Initiate stages the sample', async () => {
    const initiate = new InitiatePage(page);
    await expect(frame.step('Prepare Disks')).toBeDisabled();
    for (const name of ['Items', 'Schedule', 'Retention', 'Backup type']) {
      await initiate.open(name);
      await picture(`initiate-${name.toLowerCase().replaceAll(' ', '-')}`);
    }
    await initiate.open('Offline details');
    await initiate.signIn();
    await initiate.fillDetails(jobName);
    await initiate.fixAll();
    await picture('initiate');
    await frame.next();
    await initiate.fillPassphrase(passphrase);
    await picture('initiate-passphrase');
    await frame.next();
    await picture('initiate-confirmation');
    await initiate.backUp();
    await expect(frame.heading).toHaveText('Staging is ready', { timeout: 60_000 });
    await picture('initiate-ready');
  });

  await test.step('Prepare Disks erases what was named, copies, verifies', async () => {
    await frame.openStep('Prepare Disks');
    const disks = new PrepareDisksPage(page);
    await expect(disks.row('PRACTICE0001')).toBeVisible();
    await disks.choose('PRACTICE0001');
    await expect(disks.eraseButton).toBeEnabled();
    await picture('prepare-disks');
    await disks.confirmErase(['PRACTICE0001']);
    await expect(frame.heading).toHaveText('Create the import job', { timeout: 60_000 });
    await picture('prepare-disks-contact');
    await disks.fillContact();
    await page.getByRole('button', { name: `Create import job ${jobName}` }).click();
    await expect(frame.heading).toHaveText('Drives and import job are ready', { timeout: 30_000 });
    await picture('prepare-disks-finished');
  });

  await test.step('Shipping commits by typing yes', async () => {
    await frame.openStep('Shipping');
    await picture('shipping-open');
    await page.getByLabel('Carrier for the way back').fill('DHL');
    await page.getByLabel('Account number with that carrier').fill('100200300');
    await page.getByRole('radio', { name: 'I have the tracking number' }).check();
    await page.getByRole('combobox', { name: 'Carrier to the datacenter' }).fill('DHL');
    await page.getByRole('textbox', { name: 'Tracking number' }).fill('JJD0099001122334455');
    await picture('shipping');
    await frame.primary('Review').click();
    await picture('shipping-review');
    await page.getByLabel(/Type yes to commit/).fill('yes');
    await frame.primary('Commit shipping').click();
    await expect(frame.heading).toHaveText('Shipping is committed', { timeout: 30_000 });
    await picture('shipping-committed');
  });

  await test.step('Monitor follows the datacenter, then moves the seed to the vault', async () => {
    await frame.openStep('Monitor');
    await frame.skipUntil(page.getByRole('button', { name: 'Move to the vault now' }));
    await picture('monitor');
    await page.getByRole('button', { name: 'Move to the vault now' }).click();
    await page.getByLabel('Encryption passphrase').fill(passphrase, { timeout: 60_000 });
    await page.getByRole('button', { name: 'Run incremental backup' }).click();
    await expect(page.getByText(/The first incremental backup is in the vault/)).toBeVisible({
      timeout: 60_000,
    });
    await picture('monitor-vault');
  });

  await test.step('Recover brings everything back, identical', async () => {
    await frame.openStep('Recover');
    await page.getByRole('radio', { name: /initial backup/ }).check();
    await page.getByLabel('Encryption passphrase').fill(passphrase);
    await frame.primary('Open recovery point').click();
    await expect(frame.heading).toHaveText('What to recover');
    await page.getByRole('tree').getByRole('checkbox').first().check();
    await picture('recover');
    await page.getByRole('checkbox', { name: 'Compare with the source afterwards' }).check();
    await page
      .getByRole('button', { name: /^Recover / })
      .last()
      .click();
    await expect(page.getByText('Everything came back, identical to the source')).toBeVisible({
      timeout: 60_000,
    });
    await picture('recover-result');
  });
});
