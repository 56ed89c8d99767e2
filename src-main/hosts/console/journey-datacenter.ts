/** @file Import job, shipping, the datacenter's work on the practice clock, the move to the vault. */
import type { ReturnAddress } from '../../../src-shared/domain/address.ts';
import { type DriveImport, isFinalImportState } from '../../../src-shared/domain/import-status.ts';
import { hasReached } from '../../../src-shared/domain/job.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { followToTheEnd, type Journey } from './journey-context.ts';

const contact: ReturnAddress = {
  recipientName: 'Ada Practice',
  streetAddress1: '1 Rehearsal Road',
  city: 'Sampleton',
  postalCode: '12345',
  countryOrRegion: 'DE',
  phone: '+49 30 0000000',
  email: 'ada@contoso.example',
};

/** Most steps of the practice world that one job can need; more means that nothing moves. */
const mostSteps = 100;

export async function runCreateJob({ client, jobId, progress, say, job }: Journey): Promise<void> {
  progress.step(say('console.step.createJob'));
  await client.call('prepareDisks.createImportJob', { jobId, contact });
  // The first state of the job belongs into the report too.
  await client.call('monitor.refresh', { jobId });
  const { importJob } = await job();
  progress.note(
    say('console.jobCreated', {
      name: importJob?.name ?? '',
      location: importJob?.location ?? '',
      recipient: importJob?.shipTo.recipientName ?? '',
      city: importJob?.shipTo.city ?? '',
    }),
  );
}

export async function runShipping({ client, jobId, progress, say, job }: Journey): Promise<void> {
  progress.step(say('console.step.shipping'));
  const snapshot = await job();
  const { now } = await client.call('practice.status', {});
  await client.call('shipping.commit', {
    jobId,
    typedText: 'yes',
    details: {
      returnAddress: snapshot.shipping?.returnAddress ?? contact,
      returnShipping: { carrierName: 'DHL', carrierAccountNumber: '100200300' },
      deliveryPackage: {
        carrierName: 'DHL',
        trackingNumber: `PRACTICE${snapshot.id.replaceAll('-', '').slice(0, 12).toUpperCase()}`,
        driveCount: snapshot.drives.filter(({ state }) => state === 'ready').length,
        shipDate: now.slice(0, 10),
      },
    },
  });
}

/** Skips from event to event until the datacenter is done. @throws AppError when the import ended with problems */
export async function runImport({ client, jobId, phases, progress, say, job }: Journey): Promise<void> {
  progress.step(say('console.step.import'));
  const started = performance.now();
  for (let step = 0; step < mostSteps; step += 1) {
    const { monitor } = await client.call('monitor.refresh', { jobId });
    progress.note(`${monitor?.state ?? 'unknown'} ${monitor?.percentComplete ?? 0} %`);
    if (monitor !== undefined && isFinalImportState(monitor.state)) break;
    await client.call('practice.advance', { to: 'nextEvent' });
  }
  const snapshot = await job();
  const drives = snapshot.monitor?.drives ?? [];
  phases.push({
    phase: 'import',
    bytes: drives.reduce((sum, drive) => sum + drive.bytesSucceeded, 0),
    files: snapshot.drives.reduce((sum, drive) => sum + drive.files.length, 0),
    seconds: (performance.now() - started) / 1000,
  });
  if (hasReached(snapshot, 'imported')) return;
  const problems = [...new Set(await importProblems(client, jobId, drives))];
  for (const problem of problems) progress.note(problem);
  const what = problems.slice(0, 5).join('; ');
  throw new AppError({ kind: 'azure', code: 'monitor.importClosed', params: { what } });
}

/** What the datacenter says of each drive and blob that is not in order, a line each. */
async function importProblems(
  client: Journey['client'],
  jobId: Journey['jobId'],
  drives: readonly DriveImport[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { driveId, copyStatus } of drives.filter((drive) => drive.copyStatus !== 'Completed')) {
    problems.push(`${driveId} ${copyStatus}`);
    const { entries } = await client.call('monitor.logs', { jobId, driveId });
    for (const { status, blobPath, detail } of entries.filter((entry) => entry.status !== 'Completed')) {
      problems.push([driveId, status, blobPath, detail].filter((part) => part !== '').join(' '));
    }
  }
  return problems;
}

/** Moves the seed, then runs the first incremental backup, which must move next to nothing. */
export async function runVault(journey: Journey): Promise<void> {
  const { client, jobId, passphrase, progress, say } = journey;
  progress.step(say('console.step.vault'));
  if (!hasReached(await journey.job(), 'vaulted')) {
    await followToTheEnd(journey, 'moveToVault', () => client.call('monitor.moveToVault', { jobId }));
  }
  progress.step(say('console.step.incremental'));
  await followToTheEnd(journey, 'incrementalBackup', () =>
    client.call('monitor.runIncremental', { jobId, passphrase }),
  );
}
