/** @file What the job on a copy computer takes over from a descriptor. */
import { type CloudId, cloudIdSchema } from '../../src-shared/domain/clouds.ts';
import type { SetId } from '../../src-shared/domain/ids.ts';
import {
  emptyInitiateDraft,
  type InitiateDraft,
  offlineDetailsSchema,
} from '../../src-shared/domain/initiate-draft.ts';
import { type StagingRecord, stagingRecordSchema } from '../../src-shared/domain/job.ts';
import type { JobDetails, SetDescription } from '../staging/staging-types.ts';

/** Draft with the offline details of the source computer; what the descriptor does not say stays empty. */
function draftFrom(details: JobDetails, stagingPath: string): InitiateDraft {
  const draft = emptyInitiateDraft();
  const known = Object.keys(offlineDetailsSchema.shape).flatMap((key) => {
    const value = details[key];
    return value === undefined ? [] : [[key, value.slice(0, 256)] as const];
  });
  const offlineDetails = {
    ...draft.offlineDetails,
    ...Object.fromEntries(known),
    // As the source computer spelled it; this computer's own path is in the staging record.
    stagingLocation: details.stagingLocation ?? stagingPath,
  };
  return { ...draft, offlineDetails };
}

function stagingRecordFrom(
  { header, descriptor, volumes }: SetDescription,
  stagingPath: string,
  setId: SetId,
): StagingRecord {
  // They came from a file: what a record cannot hold is left out.
  const further = stagingRecordSchema.shape.furtherFolders.safeParse(header.furtherFolders).data;
  return {
    stagingPath,
    setId,
    recoveryPointId: header.recoveryPointId,
    descriptorFile: descriptor.name,
    machineName: header.machineName,
    startedAt: header.createdAt,
    finishedAt: header.finishedAt,
    files: header.totals.files,
    folders: header.totals.folders,
    sourceBytes: header.totals.sourceBytes,
    stagedBytes: header.totals.stagedBytes,
    volumes: volumes.length,
    skippedFiles: header.totals.skipped,
    ...(further === undefined ? {} : { furtherFolders: further }),
    ...(header.job.sourceIsVirtualMachine === undefined
      ? {}
      : { sourceIsVirtualMachine: header.job.sourceIsVirtualMachine === 'true' }),
  };
}

export interface StagedJobParts {
  readonly cloudId: CloudId;
  readonly machineName: string;
  readonly draft: InitiateDraft;
  readonly staging: StagingRecord;
}

/**
 * Parts of a job record for a copy computer.
 * `job` of the descriptor uses the names of the offline details (`importJobName`, `storageAccount`, `container`, ...), `cloudId`
 * and `sourceIsVirtualMachine`.
 */
export function stagedJobParts(
  description: SetDescription,
  stagingPath: string,
  setId: SetId,
  isPractice: boolean,
): StagedJobParts {
  const { header } = description;
  const cloud = cloudIdSchema.safeParse(header.job.cloudId);
  const draft = draftFrom(header.job, stagingPath);
  return {
    // In practice mode nothing leaves this computer, whatever the descriptor says.
    cloudId: isPractice ? 'practice' : cloud.success ? cloud.data : 'public',
    machineName: header.machineName,
    draft,
    staging: stagingRecordFrom(description, stagingPath, setId),
  };
}
