/** @file What operators get wrong and computers do wrong: one clear problem, nothing typed is lost, nothing half-written, and on it goes. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answer, refusal } from '../fixtures/contract.ts';
import { setFaults } from '../fixtures/faults.ts';
import { flipByte, middleOf } from '../fixtures/flip-byte.ts';
import { mountSmall, notTriedHere, writeUnreadable } from '../fixtures/hard-places.ts';
import {
  bringToVault,
  createImportJob,
  diskIdOf,
  eraseTicket,
  passphrase,
  stageSample,
} from '../fixtures/shortcuts.ts';
import { expect, test } from '../fixtures/wizard.ts';
import { Frame } from '../pages/frame.ts';
import { InitiatePage } from '../pages/initiate-page.ts';
import { PrepareDisksPage } from '../pages/prepare-disks-page.ts';
import { RecoverPage } from '../pages/recover-page.ts';
import { ShippingPage } from '../pages/shipping-page.ts';

test('Initiate names the rule and the next step, keeps what was typed, and goes on', async ({ wizard }) => {
  const { page, folder } = wizard;
  const frame = new Frame(page);
  const initiate = new InitiatePage(page);
  const rehearsal = path.join(folder, 'app', 'rehearsal');
  const small = path.join(folder, 'small');
  const smallPlace = await mountSmall(small, '4m');
  try {
    await page.getByRole('button', { name: 'Try it in practice mode' }).click();
    // The page opens when the sample files are written.
    await initiate.open('Offline details');
    const isUnreadable = await writeUnreadable(path.join(rehearsal, 'source', 'salaries.ods'));

    await test.step('names that break a rule are told while typing and kept over a restart', async () => {
      await initiate.fill('Azure Storage Container', 'seed--sample');
      await initiate.fill('Azure Import Job Name', 'Seed_Sample');
      const problems = ['Use single hyphens only.', 'Use lower-case letters (a-z), digits and hyphens only.'];
      await expect(frame.problem()).toHaveText(problems);
      await expect(page.getByText(/^Saved/)).toBeVisible();
      await wizard.restartAfterKill();
      await frame.openJob('Seed_Sample');
      await initiate.open('Offline details');
      await expect(initiate.box('Azure Import Job Name')).toHaveValue('Seed_Sample');
      await expect(frame.problem()).toHaveText(problems);
    });

    await test.step('a staging location that is not there, or inside the source', async () => {
      await initiate.fill('Azure Storage Container', 'seed-sample');
      await initiate.fill('Azure Import Job Name', 'seed-sample');
      await initiate.fill('Staging Location', path.join(folder, 'no such folder'));
      await expect(frame.problem()).toHaveText([/The staging location was not found.*Check the spelling/]);
      await initiate.fill('Staging Location', path.join(rehearsal, 'source', 'documents'));
      await expect(frame.problem()).toHaveText([
        /lies inside the data to back up.*Choose a staging location outside/,
      ]);
      await initiate.fill('Staging Location', path.join(rehearsal, 'staging'));
      await expect(frame.problem()).toHaveCount(0);
    });

    await test.step('a sign-in that was revoked', async () => {
      await initiate.signIn();
      await initiate.fillDetails('seed-sample');
      await initiate.fixAll();
      await setFaults(wizard, { azure: { revokeSignIns: true } });
      await initiate.checkAgain();
      await expect(initiate.notInOrder()).toHaveText([
        /Signed in to Azure.*The sign-in has ended.*Sign in again/,
      ]);
      await expect(initiate.box('Azure Import Job Name')).toHaveValue('seed-sample');
      await initiate.signIn();
      await expect(initiate.notInOrder()).toHaveCount(0);
      await expect(frame.problem()).toHaveCount(0);
    });

    await test.step('an Azure that does not answer for a while', async () => {
      await setFaults(wizard, { azure: { unreachableForMilliseconds: 600_000 } });
      await initiate.checkAgain();
      await expect(initiate.notInOrder()).toHaveText([/The practice Azure does not answer.*try again/]);
      await setFaults(wizard, { azure: { clear: true } });
      await initiate.checkAgain();
      await expect(initiate.notInOrder()).toHaveCount(0);
      await expect(initiate.box('Azure Storage Container')).toHaveValue('seed-sample');
    });

    await test.step('a passphrase that is too short', async () => {
      await initiate.fill('Staging Location', small);
      await frame.next();
      await initiate.fillPassphrase('too short');
      await expect(frame.problem()).toHaveText(['9 of at least 16 characters.']);
      await frame.next();
      await expect(page.getByRole('textbox', { name: 'Passphrase', exact: true })).toBeFocused();
      await initiate.fillPassphrase(passphrase);
      await frame.next();
    });

    await test.step('a staging location without space is waited for; with more of it the backup goes on', async () => {
      await initiate.backUp();
      if (smallPlace === undefined) {
        notTriedHere('a full disk. It needs root on Linux, to mount a small file system');
      } else {
        await expect(page.getByText(/^Waiting for .* in .*small\./)).toBeVisible({ timeout: 60_000 });
        await expect(frame.problem()).toHaveCount(0);
        expect(await readdir(small)).not.toContain('seed-sample.AIBBlob');
        smallPlace.grow('64m');
      }
      await expect(frame.heading).toHaveText('Staging is ready', { timeout: 60_000 });
      await expect(frame.problem()).toHaveCount(0);
      expect((await readdir(small)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    });

    await test.step('a source file that cannot be read is named and counted; the rest is in the backup', async () => {
      const [job] = await answer(page, 'jobs.list', {});
      if (!isUnreadable) notTriedHere('an unreadable file. Root reads everything where there is no setpriv');
      expect(job?.staging?.skippedFiles).toBe(isUnreadable ? 1 : 0);
      if (!isUnreadable) return;
      await expect(page.getByText('1 file is not in the backup. The warnings say why.')).toBeVisible();
      await page.getByRole('button', { name: /warning/ }).click();
      await expect(page.getByRole('list', { name: /warning/ })).toContainText('salaries.ods');
    });
  } finally {
    // The program may still look into it; a busy place would be left behind.
    await wizard.app().kill();
    smallPlace?.remove();
  }
});

test('Prepare Disks refuses what could go wrong before anything is erased, and notices damage', async ({
  wizard,
}) => {
  const { page, folder } = wizard;
  const frame = new Frame(page);
  const disks = new PrepareDisksPage(page);
  const { id: jobId, staging } = await stageSample(page, 'seed-disks');
  const stagingPath = staging?.stagingPath ?? '';
  const usedDrives = async () => {
    const { disks: listed } = await answer(page, 'prepareDisks.listDisks', { jobId });
    return listed.filter(({ facts }) => facts.volumes.some(({ bitLocker }) => bitLocker !== 'off'));
  };

  await test.step('folders that hold no backup', async () => {
    const foreign = path.join(folder, 'foreign');
    await mkdir(foreign);
    await writeFile(path.join(foreign, 'somebody-elses.AIBBlob'), 'not ours');
    await page.getByRole('button', { name: 'Prepare disks for a job' }).click();
    const box = page.getByLabel('Staging location', { exact: true });
    for (const [given, words] of [
      [path.join(folder, 'nowhere'), /The staging location was not found.*Check the spelling/],
      [foreign, /This folder was written by another program.*Carry these files as they are/],
    ] as const) {
      await box.fill(given);
      await page.getByRole('button', { name: 'Look for jobs' }).click();
      await expect(frame.problem()).toHaveText([words]);
      await expect(box).toHaveValue(given);
    }
    expect(await readdir(foreign)).toEqual(['somebody-elses.AIBBlob']);
    await box.fill(stagingPath);
    // The only job in it opens at once.
    await page.getByRole('button', { name: 'Look for jobs' }).click();
    await expect(disks.row('PRACTICESYSTEM')).toBeVisible();
    await expect(frame.problem()).toHaveCount(0);
  });

  await test.step('the system disk has no box, and the contract does not give it either', async () => {
    await expect(disks.row('PRACTICESYSTEM')).toBeVisible();
    await expect(disks.row('PRACTICESYSTEM').getByRole('checkbox')).toHaveCount(0);
    const diskId = await diskIdOf(page, jobId, 'PRACTICESYSTEM');
    expect((await refusal(page, 'prepareDisks.requestErase', { jobId, diskId })).code).toBe('disk.blocked');
    expect((await refusal(page, 'prepareDisks.plan', { jobId, diskIds: [diskId] })).code).toBe(
      'disk.blocked',
    );
    const { eraseTicket: ticket } = await eraseTicket(page, jobId, 'PRACTICE0001');
    const stolen = { jobId, disks: [{ diskId, eraseTicket: ticket }] };
    expect((await refusal(page, 'prepareDisks.start', stolen)).code).toBe('disk.blocked');
  });

  await test.step('a ticket counts for its own disk and once', async () => {
    const { diskId, eraseTicket: ticket } = await eraseTicket(page, jobId, 'PRACTICE0001');
    const other = await diskIdOf(page, jobId, 'PRACTICE0003');
    for (const target of [other, diskId, diskId]) {
      const input = { jobId, disks: [{ diskId: target, eraseTicket: ticket }] };
      expect((await refusal(page, 'prepareDisks.start', input)).code).toBe('disk.ticketInvalid');
    }
    const { challengeId } = await answer(page, 'prepareDisks.requestErase', { jobId, diskId });
    const codes: string[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1)
      codes.push((await refusal(page, 'prepareDisks.confirmErase', { challengeId, typedText: '0002' })).code);
    const wrong = Array.from({ length: 4 }, () => 'disk.confirmationWrong');
    expect(codes).toEqual([...wrong, 'disk.attemptsExceeded', 'disk.ticketInvalid']);
  });

  await test.step('a drive too small for one file', async () => {
    await setFaults(wizard, { drives: { change: [{ serial: 'PRACTICE0002', sizeBytes: 6 * 1024 * 1024 }] } });
    await page.getByRole('button', { name: 'Read disks again' }).click();
    await disks.choose('PRACTICE0002');
    await disks.confirmErase(['PRACTICE0002']);
    await expect(frame.problem()).toHaveText([
      /too small for one file.*Nothing was erased.*Choose a drive of at least/,
    ]);
    await expect(disks.typedSerials()).toHaveValue('0002');
    await page.getByRole('button', { name: 'Keep everything as it is' }).click();
    await disks.leaveOut('PRACTICE0002');
  });

  await test.step('a wrong serial number keeps the button shut', async () => {
    await disks.choose('PRACTICE0001');
    await disks.eraseButton.click();
    await disks.typedSerials().fill('0002');
    await expect(disks.confirmButton()).toBeDisabled();
    await disks.typedSerials().press('Enter');
    await expect(disks.dialog).toBeVisible();
    await page.getByRole('button', { name: 'Keep everything as it is' }).click();
    expect(await usedDrives()).toEqual([]);
  });

  const [volume = ''] = (await readdir(stagingPath)).filter((name) => /-\d{6}\.BaseBlob$/.test(name));
  const damaged = path.join(stagingPath, volume);
  const { offset } = await middleOf(damaged);
  await test.step('a byte of a volume that changed in staging', async () => {
    await flipByte(damaged, offset);
    await disks.confirmErase(['PRACTICE0001']);
    await expect(frame.heading).toHaveText('Disk preparation stopped', { timeout: 60_000 });
    await expect(frame.problem()).toHaveText([/part of the backup is damaged|Staging changed meanwhile/]);
    const job = await answer(page, 'jobs.get', { jobId });
    expect(job.drives.flatMap(({ files }) => files.map(({ name }) => name))).not.toContain(volume);
    expect(job.phase).toBe('preparing');
  });

  await test.step('both descriptions damaged; with the bytes put right it goes on to the end', async () => {
    const descriptions = ['seed-disks.AIBBlob', 'seed-disks-descriptor.BaseBlob'];
    for (const name of descriptions) await flipByte(path.join(stagingPath, name), 64);
    await frame.primary('Resume').last().click();
    await expect(frame.problem()).toHaveText([/The description of the backup is damaged/]);
    for (const name of descriptions) await flipByte(path.join(stagingPath, name), 64);
    await flipByte(damaged, offset);
    await frame.primary('Resume').last().click();
    await expect(frame.heading).toHaveText('Create the import job', { timeout: 60_000 });
    await expect(frame.problem()).toHaveCount(0);
  });
});

test('Shipping and Recover keep what was typed through refusals', async ({ wizard }) => {
  const { page } = wizard;
  const frame = new Frame(page);
  const shipping = new ShippingPage(page);
  const recover = new RecoverPage(page);
  const trackingNumber = 'JJD0099001122334455';
  const first = await stageSample(page, 'seed-first');
  await createImportJob(page, first.id, 'PRACTICE0001');
  await bringToVault(page, first.id, trackingNumber);
  const second = await stageSample(page, 'seed-second');
  await createImportJob(page, second.id, 'PRACTICE0002');
  await page.reload();

  await test.step('a tracking number that another job uses', async () => {
    await frame.openJob('seed-second');
    await frame.openStep('Shipping');
    await shipping.fill(trackingNumber);
    await shipping.commit();
    await expect(frame.problem()).toHaveText([/belongs to another job.*seed-first.*Check the number/]);
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await expect(shipping.trackingNumber).toHaveValue(trackingNumber);
    await expect(page.getByLabel('Account number with that carrier')).toHaveValue('100200300');
    expect((await answer(page, 'monitor.refresh', { jobId: second.id })).monitor?.state).toBe('Creating');
  });

  await test.step('an Azure that does not answer at the commitment', async () => {
    await shipping.trackingNumber.fill('JJD0099001122334466');
    await setFaults(wizard, { azure: { unreachableForMilliseconds: 600_000 } });
    await shipping.commit();
    await expect(frame.problem()).toHaveText([/does not answer.*try again/]);
    await setFaults(wizard, { azure: { clear: true } });
    await frame.primary('Commit shipping').click();
    await expect(frame.heading).toHaveText('Shipping is committed', { timeout: 30_000 });
    await expect(frame.problem()).toHaveCount(0);
  });

  await test.step('a wrong passphrase at Recover', async () => {
    await page.getByRole('button', { name: 'All jobs' }).click();
    await frame.openJob('seed-first');
    await frame.openStep('Recover');
    await recover.open('incorrect horse battery staple 42');
    await expect(frame.problem()).toHaveText([/does not open the backup.*The data is whole.*type it again/]);
    await expect(recover.passphrase).toHaveValue('incorrect horse battery staple 42');
    await recover.open(passphrase);
    await expect(frame.heading).toHaveText('What to recover');
    await expect(frame.problem()).toHaveCount(0);
  });
});
