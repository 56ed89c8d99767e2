import { randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { treeDifferences, treeSnapshot } from '../../src-main/staging/testing/tree-snapshot.ts';
import type { TaskKind, TaskPhase, TaskSnapshot } from '../../src-shared/domain/tasks.ts';
import { answer } from '../fixtures/contract.ts';
import { programOf } from '../fixtures/program.ts';
import { recoverSeed } from '../fixtures/recover-seed.ts';
import { contact, draftSample, eraseTicket, passphrase } from '../fixtures/shortcuts.ts';
import { expect, test, type Wizard } from '../fixtures/wizard.ts';
import { Frame } from '../pages/frame.ts';

const mebibyte = 1024 ** 2;
const jobName = 'seed-resume';
const serials = ['PRACTICE0001', 'PRACTICE0002'] as const;

/** Asks in a tight loop until a moment in the middle of something has come, then pulls the plug. */
async function killWhen(wizard: Wizard, isTheMoment: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await isTheMoment()))
    if (performance.now() > deadline) throw new Error('The moment to kill never came');
  await wizard.restartAfterKill();
}

/** The moment when a task has done some of a phase. @throws Error when the task ended before: the source is too small */
function inTheMiddleOf(wizard: Wizard, kind: TaskKind, isThere: (task: TaskSnapshot) => boolean) {
  const program = programOf(wizard);
  return async (): Promise<boolean> => {
    const task = (await program.call('activity.list', {})).find((listed) => listed.kind === kind);
    if (task === undefined) return false;
    if (task.state !== 'running') throw new Error(`${kind} was ${task.state} before it could be killed`);
    return isThere(task);
  };
}

const hasDone = (phase: TaskPhase, bytes: number) => (task: TaskSnapshot) =>
  task.phase === phase && task.progress.doneBytes > bytes;

/** What tells a file from another one written in its place, whatever it is called. */
const inodeOf = async (file: string): Promise<number> => (await stat(file)).ino;
const inodesIn = async (folder: string): Promise<readonly number[]> =>
  Promise.all((await readdir(folder)).map((name) => inodeOf(path.join(folder, name))));

test('the power fails in every long piece of work; the wizard offers to go on and loses nothing', async ({
  folder,
  wizard,
}) => {
  const { page } = wizard;
  const frame = new Frame(page);
  const source = path.join(folder, 'source');
  await mkdir(source);
  for (const name of ['one', 'two', 'three'])
    await writeFile(path.join(source, `${name}.bin`), randomBytes(90 * mebibyte));
  const before = await treeSnapshot(source);

  const jobId = await draftSample(page, jobName);
  const { draft } = await answer(page, 'jobs.get', { jobId });
  const items = [{ path: source, kind: 'folder' as const }];
  await answer(page, 'initiate.saveDraft', {
    jobId,
    draft: { ...draft, items, volumeBytes: 32 * mebibyte },
  });
  const firstVolume = path.join(draft.offlineDetails.stagingLocation, `${jobName}-000001.BaseBlob`);
  const openJob = () => page.getByRole('button', { name: jobName, exact: true }).click();

  await test.step('while the backup is written to staging', async () => {
    await answer(page, 'initiate.backUp', { jobId, passphrase });
    await killWhen(wizard, inTheMiddleOf(wizard, 'staging', hasDone('transferringData', 100 * mebibyte)));
    const written = await inodeOf(firstVolume);
    await expect(page.getByText('Wait for the backup, or go on with it.')).toBeVisible();
    await openJob();
    await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await expect(frame.heading).toHaveText('Staging is ready', { timeout: 60_000 });
    expect(await inodeOf(firstVolume), 'a finished volume is not written again').toBe(written);
  });

  await test.step('while drives are copied', async () => {
    const disks = [];
    for (const serial of serials) disks.push(await eraseTicket(page, jobId, serial));
    await answer(page, 'prepareDisks.start', { jobId, disks });
    const program = programOf(wizard);
    const isCopying = inTheMiddleOf(wizard, 'prepareDisks', () => true);
    await killWhen(wizard, async () => {
      await isCopying();
      const { drives } = await program.call('jobs.get', { jobId });
      return drives.some(({ files }) => files.some(({ verified }) => verified));
    });
    const { drives } = await answer(page, 'jobs.get', { jobId });
    expect(drives.some(({ state }) => state !== 'ready')).toBe(true);
    const shelf = path.join(folder, 'app', 'practice', 'drives');
    const copied: [serial: string, inode: number][] = [];
    for (const { identity, files } of drives) {
      for (const { name } of files.filter(({ verified }) => verified)) {
        const file = path.join(shelf, identity.serial, 'volume', jobName, name);
        copied.push([identity.serial, await inodeOf(file)]);
      }
    }
    expect(copied).not.toEqual([]);
    await expect(page.getByText('Finish preparing the disks.')).toBeVisible();
    await openJob();
    await expect(frame.heading).toHaveText('Disk preparation stopped');
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await expect(frame.heading).toHaveText('Create the import job', { timeout: 60_000 });
    for (const [serial, inode] of copied)
      expect(await inodesIn(path.join(shelf, serial, 'sealed')), 'verified files stay').toContain(inode);
  });

  await test.step('while the datacenter transfers', async () => {
    await answer(page, 'prepareDisks.createImportJob', { jobId, contact });
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
          driveCount: serials.length,
          shipDate: now.slice(0, 10),
        },
      },
    });
    const program = programOf(wizard);
    let isAdvancing = false;
    await killWhen(wizard, async () => {
      const { monitor } = await program.call('monitor.refresh', { jobId });
      if (monitor?.state === 'Transferring') {
        if (monitor.percentComplete >= 100) throw new Error('The transfer ended before it could be killed');
        return monitor.percentComplete > 0;
      }
      // The call that starts the transfer answers when it is over; this one must not be waited for.
      if (!isAdvancing) {
        isAdvancing = true;
        const over = program.call('practice.advance', { to: 'nextEvent' }).finally(() => {
          isAdvancing = false;
        });
        // The kill takes its answer away.
        over.catch(() => undefined);
      }
      return false;
    });
    await openJob();
    await expect(frame.heading).toHaveText('Monitor');
    await frame.skipUntil(page.getByRole('button', { name: 'Move to the vault now' }));
    const { monitor } = await answer(page, 'jobs.get', { jobId });
    expect(monitor?.state).toBe('Completed');
    expect(monitor?.drives.map(({ copyStatus }) => copyStatus)).toEqual(['Completed', 'Completed']);
  });

  await test.step('while the seed moves to the vault', async () => {
    await page.getByRole('button', { name: 'Move to the vault now' }).click();
    await killWhen(wizard, inTheMiddleOf(wizard, 'moveToVault', hasDone('verifyingVault', 20 * mebibyte)));
    await openJob();
    await page.getByRole('button', { name: 'Go on with the verification' }).click();
    await expect(page.getByText('every byte was read back and matches')).toBeVisible({ timeout: 60_000 });
  });

  await test.step('and everything is there', async () => {
    const recovered = await recoverSeed(page, jobId, path.join(folder, 'recovered'));
    expect(treeDifferences(before, await treeSnapshot(recovered))).toEqual([]);
  });
});
