/** @file Main process: rebuilds what a lost job record knew about drives, from the drives themselves, their keys and staging. */
import type { RecoveredDrive } from '../../../src-shared/contract/prepare-disks-calls.ts';
import { maximumDrivesPerJob } from '../../../src-shared/domain/capacity-plan.ts';
import { driveIdOf, isSameDrive } from '../../../src-shared/domain/disk-identity.ts';
import type { DiskFacts, DiskIdentity } from '../../../src-shared/domain/disks.ts';
import type { JobSnapshot, PreparedDrive } from '../../../src-shared/domain/job.ts';
import { toAppError } from '../../platform/node/unexpected-error.ts';
import type { MountedVolume } from '../../platform/ports/disk-platform.ts';
import type { Log } from '../../platform/ports/log.ts';
import type { OpenVolumePorts } from '../session/open-volume.ts';
import type { StagedSet } from '../session/staged-set.ts';
import { driveRemarks } from './drive-remarks.ts';
import type { InspectInput, InspectOutput } from './inspect-drive.ts';

export interface RecoverPorts extends OpenVolumePorts {
  readonly inspect: (input: InspectInput) => Promise<InspectOutput>;
}

export interface RecoveredDrives {
  readonly records: readonly PreparedDrive[];
  readonly found: readonly RecoveredDrive[];
}

/** Drives of a job with those that were found again; one that had been given up is taken in anew. */
export function withRecovered(
  drives: readonly PreparedDrive[],
  records: readonly PreparedDrive[],
): PreparedDrive[] {
  const others = drives.filter(
    ({ identity }) => !records.some((record) => isSameDrive(record.identity, identity)),
  );
  return [...others, ...records].slice(-maximumDrivesPerJob);
}

const isKnown = (job: JobSnapshot, facts: DiskFacts): boolean =>
  job.drives.some(
    ({ identity, state }) =>
      state !== 'failed' && state !== 'stopped' && isSameDrive(identity, facts.identity),
  );

/** What lies on an open volume. @throws AppError `disk.manifestFromOtherJob`, `disk.disappeared` */
export function inspectVolume(
  { inspect }: Pick<RecoverPorts, 'inspect'>,
  identity: DiskIdentity,
  { rootPath, canReadBackUncached }: MountedVolume,
  { sessionFolder, files }: StagedSet,
): Promise<InspectOutput> {
  const target = { serial: identity.serial, rootPath, sessionFolder, canReadBackUncached };
  return inspect({ kind: 'inspect', target, driveId: driveIdOf(identity), files });
}

async function look(
  ports: RecoverPorts,
  set: StagedSet,
  taken: ReadonlySet<string>,
  facts: DiskFacts,
  key: { readonly reference: string; readonly recoveryPassword: string },
): Promise<{ readonly record: PreparedDrive; readonly found: RecoveredDrive }> {
  const { identity } = facts;
  const volume = await ports.platform.unlock(identity, key.recoveryPassword);
  const output = await inspectVolume(ports, identity, volume, set).finally(() =>
    ports.platform.lock(identity),
  );
  // A file with other content than staging has now is not what the job needs; one that two drives hold is needed once.
  const good = new Set(output.present.filter((name) => !output.changed.includes(name) && !taken.has(name)));
  const files = set.files.filter(({ name }) => good.has(name));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    // As after a kill in the middle: every file is read back before it counts.
    record: {
      identity,
      state: 'copying',
      files: files.map((file) => ({ name: file.name, bytes: file.bytes, verified: false })),
      bytes,
      verifiedBytes: 0,
      recoveryPasswordRef: key.reference,
    },
    found: {
      serial: identity.serial,
      files: files.length,
      bytes,
      remarks: driveRemarks(identity.serial, output),
    },
  };
}

/**
 * Finds attached drives of a set that the job's record does not know, by the keys that are kept for the set. Nothing on a drive is
 * changed; a drive that cannot be opened or belongs elsewhere is named with its error, and the others are found all the same.
 */
export async function recoverDrives(
  ports: RecoverPorts,
  log: Log,
  job: JobSnapshot,
  set: StagedSet,
): Promise<RecoveredDrives> {
  const records: PreparedDrive[] = [];
  const found: RecoveredDrive[] = [];
  const taken = new Set(job.drives.flatMap(({ files }) => files.map(({ name }) => name)));
  for (const { facts, usable } of await ports.readFresh()) {
    const driveId = driveIdOf(facts.identity);
    if (!usable || driveId === '' || isKnown(job, facts)) continue;
    const reference = ports.secretReference(driveId);
    const recoveryPassword = await ports.secrets.get(reference);
    if (recoveryPassword === undefined || facts.volumes.every(({ bitLocker }) => bitLocker === 'off'))
      continue;
    try {
      const drive = await look(ports, set, taken, facts, { reference, recoveryPassword });
      records.push(drive.record);
      for (const { name } of drive.record.files) taken.add(name);
      found.push(drive.found);
    } catch (error) {
      const failure = toAppError(error, log);
      log.warn({ driveId, code: failure.code }, 'a drive with a kept key could not be taken in again');
      found.push({ serial: facts.identity.serial, files: 0, bytes: 0, remarks: [], error: failure.toData() });
    }
  }
  return { records, found };
}
