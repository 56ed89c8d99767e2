/** @file Prepare Disks: choose, confirm by typing, erase, encrypt, copy, verify; attach another drive when space runs out. */
import type { DiskChoice } from '../../../src-shared/contract/prepare-disks-calls.ts';
import { maximumDrivesPerJob } from '../../../src-shared/domain/capacity-plan.ts';
import type { JudgedDisk } from '../../../src-shared/domain/disks.ts';
import type { DiskId } from '../../../src-shared/domain/ids.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { followToTheEnd, type Journey } from './journey-context.ts';
import { leastDriveBytes } from './journey-staging.ts';

const twelveTerabyteDrive = 10e12;

/** Drives an operator would take here: usable, empty, and not the 12 TB one that is there to be judged. */
async function emptyDrives({ client, jobId }: Journey): Promise<readonly JudgedDisk[]> {
  const { disks } = await client.call('prepareDisks.listDisks', { jobId });
  return disks.filter(
    ({ usable, facts, findings }) =>
      usable &&
      facts.identity.sizeBytes < twelveTerabyteDrive &&
      !findings.some(({ code }) => code === 'disk.holdsData'),
  );
}

/** Types what the page asks for, as the operator does, and takes the ticket. */
async function confirm(journey: Journey, diskId: DiskId): Promise<DiskChoice> {
  const { client, jobId } = journey;
  const { challengeId, identity, serialCharacters } = await client.call('prepareDisks.requestErase', {
    jobId,
    diskId,
  });
  const typedText = identity.serial.slice(-serialCharacters);
  const { eraseTicket } = await client.call('prepareDisks.confirmErase', { challengeId, typedText });
  return { diskId, eraseTicket };
}

/** Attaches practice drives until the plan fits, as large as the plan asks unless the size was given. */
async function drivesForPlan(journey: Journey): Promise<readonly DiskId[]> {
  const { client, jobId, options, progress, say } = journey;
  const isChosenSize = options.driveSizeBytes !== undefined;
  let drives = (await emptyDrives(journey)).slice(0, isChosenSize ? options.drives : maximumDrivesPerJob);
  for (;;) {
    const diskIds = drives.map(({ facts }) => facts.id);
    const plan = await client.call('prepareDisks.plan', { jobId, diskIds });
    if (plan.fits)
      return plan.drives.filter(({ plannedBytes }) => plannedBytes > 0).map(({ diskId }) => diskId);
    if (drives.length >= maximumDrivesPerJob) {
      throw new AppError({
        kind: 'user',
        code: 'disk.tooManyForJob',
        params: { maximum: maximumDrivesPerJob, furtherDriveBytes: plan.furtherDriveBytes },
      });
    }
    const sizeBytes = options.driveSizeBytes ?? Math.max(leastDriveBytes, plan.furtherDriveBytes);
    progress.note(say('console.attaching', { missingBytes: plan.unplacedBytes, sizeBytes }));
    await client.call('practice.attachDrive', { sizeBytes });
    const known = new Set(diskIds);
    const added = (await emptyDrives(journey)).filter(({ facts }) => !known.has(facts.id)).slice(0, 1);
    if (added.length === 0) throw new AppError({ kind: 'environment', code: 'practice.drivesMissing' });
    drives = [...drives, ...added];
  }
}

/** Adds a drive when the session asks for one: a drive may turn out smaller, or fail. */
async function answerPrompt(journey: Journey): Promise<void> {
  const { client, jobId, options, progress, say } = journey;
  const sizeBytes = options.driveSizeBytes ?? 4 * leastDriveBytes;
  progress.note(say('console.spaceRanOut'));
  const before = new Set((await emptyDrives(journey)).map(({ facts }) => facts.id));
  await client.call('practice.attachDrive', { sizeBytes });
  const added = (await emptyDrives(journey)).find(({ facts }) => !before.has(facts.id));
  if (added !== undefined) {
    await client.call('prepareDisks.addDisk', { jobId, disk: await confirm(journey, added.facts.id) });
  }
}

/** Prepares as many drives as the set needs, or goes on with an interrupted session. */
export async function runPrepareDisks(journey: Journey): Promise<void> {
  const { client, jobId, progress, say } = journey;
  progress.step(say('console.step.prepareDisks'));
  const job = await journey.job();
  const isResumed = job.phase === 'preparing' && job.drives.length > 0;
  const disks: DiskChoice[] = [];
  if (!isResumed)
    for (const diskId of await drivesForPlan(journey)) disks.push(await confirm(journey, diskId));
  let isAnswering = false;
  await followToTheEnd(
    journey,
    'prepareDisks',
    () => client.call('prepareDisks.start', { jobId, disks }),
    (task) => {
      if (task.phase !== 'waitingForDisk' || isAnswering) return;
      isAnswering = true;
      answerPrompt(journey)
        .catch((error: unknown) => progress.note(String(error)))
        .finally(() => {
          isAnswering = false;
        });
    },
  );
  for (const drive of (await journey.job()).drives) {
    const { identity, state, verifiedBytes, readBack } = drive;
    progress.note(
      say('console.drive', { serial: identity.serial, state, verifiedBytes, readBack: readBack ?? '-' }),
    );
  }
}
