/** @file Child process of the kill test: changes one job for ever and prints each resolved change. */
import { createSilentLog } from '../platform/node/silent-log.ts';
import { createSystemClock } from '../platform/node/system-clock.ts';
import { createFileJobStore } from './file-job-store.ts';

const [folder = ''] = process.argv.slice(2);
const store = await createFileJobStore({ folder, clock: createSystemClock(), log: createSilentLog() });
const [job] = store.list();
if (job === undefined) throw new Error('The test makes the job first');
for (let megabits = 1; ; megabits += 1) {
  await store.update(job.id, 'draft.changed', (current) => ({
    draft: { ...current.draft, lineMegabitsPerSecond: megabits },
  }));
  process.stdout.write(`${megabits}\n`);
}
