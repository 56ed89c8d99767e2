/**
 * @file A process of its own that prepares drives as an operator does, until it is done or killed. Arguments: folder, names of the staged
 * files. It prints a line when the session begins, one when it waits, and `finished <state>`.
 */

import { openPrepareFixture, ticketFor } from '../../src-main/disks/testing/prepare-fixture.ts';
import type { TaskId } from '../../src-shared/domain/ids.ts';
import { serials } from './stage-set.ts';

const [, , folder = '', names = ''] = process.argv;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const fixture = await openPrepareFixture({ folder, files: names.split(',') });
const { service, jobs, jobId, tasks, secrets } = fixture;
const lookEveryMilliseconds = 20;

const isAttached = async (serial: string): Promise<boolean> =>
  (await service.listDisks({ jobId })).disks.some(({ facts }) => facts.identity.serial === serial);

/** A drive that was cleared and got no key before a kill is confirmed again; one that was given up is opened with its key. */
async function choiceFor(serial: string) {
  const drive = jobs.get(jobId).drives.find(({ identity }) => identity.serial === serial);
  const ticket = await ticketFor(fixture, serial);
  if (drive?.recoveryPasswordRef === undefined) return ticket;
  const existingRecoveryPassword = (await secrets.get(drive.recoveryPasswordRef)) ?? '';
  return { diskId: ticket.diskId, existingRecoveryPassword };
}

/** What an operator does when the session asks for a drive: plugs failed ones in again, then offers the others. */
async function answerPrompt(): Promise<void> {
  const isRetried = await service.start({ jobId, disks: [] }).then(
    () => true,
    () => false,
  );
  if (isRetried) return;
  for (const { identity, state } of jobs.get(jobId).drives) {
    const isOut = state === 'stopped' || state === 'failed';
    if (!isOut || !(await isAttached(identity.serial))) continue;
    // Refused when the session has found the drive by itself meanwhile; when it still waits, it is asked again.
    const answer = choiceFor(identity.serial).then((disk) => service.addDisk({ jobId, disk }));
    await answer.catch((error: unknown) => say(`refused ${String(error)}`));
    return;
  }
}

async function follow(taskId: TaskId): Promise<string> {
  for (;;) {
    const task = tasks.get(taskId);
    if (!['running', 'paused', 'stopping'].includes(task.state)) {
      return `${task.state} ${task.error === undefined ? '' : JSON.stringify(task.error)}`;
    }
    if (task.phase === 'waitingForDisk') {
      say('waiting');
      await answerPrompt();
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMilliseconds));
  }
}

const disks = [];
if (jobs.get(jobId).drives.length === 0) {
  for (const serial of serials) disks.push(await ticketFor(fixture, serial));
}
say('session');
const { taskId } = await service.start({ jobId, disks });
say(`finished ${await follow(taskId)}`);
await fixture.close();
