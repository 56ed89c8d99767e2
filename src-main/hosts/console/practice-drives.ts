import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { openDriveShelf } from '../../practice/drives/drive-shelf.ts';
import type { InProcessClient } from '../in-process-client.ts';
import { type DriveReport, describeDrive } from './practice-report.ts';

/** What stands on every drive of the job that was finished, wherever the drive is by now. */
export async function describeDrives(
  client: InProcessClient,
  job: JobSnapshot,
  shelfFolder: string,
): Promise<readonly DriveReport[]> {
  const shelf = openDriveShelf(shelfFolder);
  const reports: DriveReport[] = [];
  for (const drive of job.drives.filter(({ state }) => state === 'ready')) {
    const { serial } = drive.identity;
    const shelved = await shelf.bySerial(serial);
    if (shelved === undefined) continue;
    const { recoveryPassword } = await client.call('prepareDisks.revealRecoveryPassword', {
      jobId: job.id,
      serial,
    });
    const sessionFolder = job.draft.offlineDetails.importJobName;
    reports.push(await describeDrive(drive, shelved, recoveryPassword, sessionFolder));
  }
  return reports;
}
