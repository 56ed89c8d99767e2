import type { JobSnapshot, PreparedDrive } from '../../../src-shared/domain/job.ts';

export interface DriveLabel {
  readonly drive: PreparedDrive;
  /** What to write on the sticker: job, which of how many, serial. */
  readonly lines: readonly string[];
}

/** Labels for the drives that are ready, numbered as they belong into the package. */
export function driveLabels(job: Pick<JobSnapshot, 'drives' | 'importJob' | 'draft'>): readonly DriveLabel[] {
  const ready = job.drives.filter(({ state }) => state === 'ready');
  const name = job.importJob?.name ?? job.draft.offlineDetails.importJobName;
  return ready.map((drive, index) => ({
    drive,
    lines: [name, `${index + 1}/${ready.length}`, drive.identity.serial],
  }));
}
