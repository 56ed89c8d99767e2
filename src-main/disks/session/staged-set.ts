import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { DescriptorRepair, SetDescription, StagedFile } from '../../staging/staging-types.ts';
import type { BlobSettings, CopyFile } from '../copy/copy-types.ts';

/** Everything of a job that goes to drives, and where it goes. */
export interface StagedSet {
  readonly stagingPath: string;
  readonly describedAtMilliseconds: number;
  readonly files: readonly CopyFile[];
  /** Folder on every drive, named after the import job. */
  readonly sessionFolder: string;
  readonly container: string;
  /** Of folders of other programs; see `SealInput`. */
  readonly blobs?: BlobSettings;
  /** Copies of the descriptor that were written anew before the session began. */
  readonly repairs: readonly DescriptorRepair[];
}

/** Names that Windows keeps for devices, with or without an ending. */
const deviceNames = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const folderNames = /^[A-Za-z0-9][\w.-]{0,62}[\w-]$/;

/**
 * Name of the session folder: the import job's name where Windows takes it.
 * @throws AppError `job.nameInvalid`
 */
export function sessionFolderFor(importJobName: string): string {
  if (!folderNames.test(importJobName)) {
    throw new AppError({ kind: 'user', code: 'job.nameInvalid', params: { name: importJobName } });
  }
  return deviceNames.test(importJobName) ? `seed-${importJobName}` : importJobName;
}

function copyFileOf(file: StagedFile): CopyFile {
  const pageRangeMd5 = Buffer.from(file.pageRangeMd5, 'base64');
  return { name: file.name, bytes: file.length, ...(pageRangeMd5.length === 0 ? {} : { pageRangeMd5 }) };
}

/** Files of a set in copy order: every volume, the descriptor, its mirror. */
function filesOf(description: SetDescription): CopyFile[] {
  const { volumes, descriptor, mirror } = description;
  const staged: StagedFile[] = volumes.map(({ file, length, pageRangeMd5 }) => ({
    name: file,
    length,
    pageRangeMd5,
  }));
  return [...staged, descriptor, mirror].map(copyFileOf);
}

/** @throws AppError `job.nameInvalid` */
export function stagedSetOf(
  job: JobSnapshot,
  stagingPath: string,
  description: SetDescription,
  describedAtMilliseconds: number,
): StagedSet {
  const { importJobName, container } = job.draft.offlineDetails;
  return {
    stagingPath,
    describedAtMilliseconds,
    files: filesOf(description),
    sessionFolder: sessionFolderFor(importJobName),
    container,
    repairs: description.repairs,
  };
}
