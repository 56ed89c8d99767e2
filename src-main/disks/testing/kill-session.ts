/** @file Child process of the kill test: runs a session on a folder until somebody kills it. */
import { openPrepareFixture, ticketFor } from './prepare-fixture.ts';

const [folder = '', names = '', serials = ''] = process.argv.slice(2);
const fixture = await openPrepareFixture({ folder, files: names.split(',') });
const job = fixture.jobs.get(fixture.jobId);
const disks = [];
if (job.drives.length === 0) {
  for (const serial of serials.split(',')) disks.push(await ticketFor(fixture, serial));
}
fixture.tasks.onChange((task) => {
  process.stdout.write(`${JSON.stringify([task.state, ...task.items.map(({ phase }) => phase)])}\n`);
});
const { taskId } = await fixture.service.start({ jobId: fixture.jobId, disks });
await fixture.tasks.finished(taskId);
await fixture.close();
