/** @file Main process: from what the operator chose to a session that may run. Refuses before a ticket is used up or a disk touched. */
import type { DiskChoice } from '../../../src-shared/contract/prepare-disks-calls.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { quietControl } from '../../platform/node/quiet-control.ts';
import { runInWorker } from '../../platform/node/worker-task.ts';
import type { StagingService } from '../../staging/staging-service.ts';
import { findDisk, requireUsable } from '../disk-errors.ts';
import type { DiskList } from '../disk-list.ts';
import { keyReference } from '../drive-keys.ts';
import type { EraseGuard } from '../erase-guard.ts';
import { opaqueSetOf } from '../opaque/opaque-set.ts';
import type { PrepareDisksOptions } from '../prepare-disks-types.ts';
import { PrepareSession } from '../prepare-session.ts';
import { type AuthorisePorts, authoriseDrive } from './authorise-drive.ts';
import type { DriveRunPorts } from './drive-run.ts';
import { filesOfOtherPackages } from './packages.ts';
import { type StagedSet, stagedSetOf } from './staged-set.ts';

export type SessionPorts = AuthorisePorts & DriveRunPorts;

export interface SessionOpener {
  ports(job: JobSnapshot): SessionPorts;
  /** The set as staging describes it; looks only. @throws AppError as `StagingService.describe` */
  describe(job: JobSnapshot): Promise<StagedSet>;
  /** @throws AppError as `PrepareDisksService.start` */
  open(job: JobSnapshot, choices: readonly DiskChoice[]): Promise<PrepareSession>;
  /** Adds a drive to a session, with staging looked at again. @throws AppError as `PrepareDisksService.addDisk` */
  add(job: JobSnapshot, session: PrepareSession, choice: DiskChoice): Promise<void>;
}

/** Tickets among what was chosen. */
const ticketsOf = (choices: readonly DiskChoice[]) => choices.filter((choice) => 'eraseTicket' in choice);

export function createSessionOpener(
  options: PrepareDisksOptions,
  list: DiskList,
  guard: EraseGuard,
): SessionOpener {
  const { platform, secrets, jobs, log, staging, clientCreator = 'offline-backup-wizard' } = options;

  const ports = (job: JobSnapshot): SessionPorts => ({
    platform,
    secrets,
    guard,
    readFresh: (signal) => list.readFresh(job.id, signal),
    secretReference: (driveId) => keyReference(job, driveId),
    copy: (input, control) => runInWorker('copy', input, control),
    seal: (input, control) => runInWorker('copy', input, control),
    inspect: (input) => runInWorker('copy', input, quietControl()),
    clientCreator,
  });

  const readSet = async (job: JobSnapshot, read: StagingService['describe']): Promise<StagedSet> => {
    if (job.opaque !== undefined) return opaqueSetOf(job, job.opaque);
    if (job.staging === undefined) {
      throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
    }
    const { stagingPath, setId } = job.staging;
    const describedAt = Date.now();
    return stagedSetOf(job, stagingPath, await read(stagingPath, setId), describedAt);
  };

  const describeWith = async (job: JobSnapshot, read: StagingService['describe']): Promise<StagedSet> => {
    const set = await readSet(job, read);
    const elsewhere = filesOfOtherPackages(job, jobs.list());
    return { ...set, files: set.files.filter(({ name }) => !elsewhere.has(name)) };
  };

  /** Staging with everything right that has still to be copied. */
  const makeReady = (job: JobSnapshot): Promise<StagedSet> => {
    const finished = job.drives.filter(({ state }) => state === 'ready');
    const copied = filesOfOtherPackages(job, jobs.list());
    for (const { name } of finished.flatMap(({ files }) => files)) copied.add(name);
    return describeWith(job, (path, setId) => staging.makeReady(path, setId, copied));
  };

  /** Tickets stay good for as long as the checks take, which may be long on a slow staging location. */
  const holding = async <Value>(
    choices: readonly DiskChoice[],
    work: () => Promise<Value>,
  ): Promise<Value> => {
    const release = guard.hold(ticketsOf(choices));
    return work().finally(release);
  };

  return {
    ports,
    describe: (job) => describeWith(job, staging.describe),
    open: (job, choices) =>
      holding(choices, async () => {
        const set = await makeReady(job);
        const disks = await list.readFresh(job.id);
        const session = new PrepareSession({ job, set, disks, jobs, log, ports: ports(job) });
        const chosen = choices.map(({ diskId }) => requireUsable(findDisk(disks, diskId)));
        if (chosen.length === 0 && !session.canStart) {
          throw new AppError({ kind: 'user', code: 'disk.noneSelected', field: 'disks' });
        }
        session.checkChoice(chosen);
        guard.check(job.id, ticketsOf(choices));
        for (const choice of choices) session.add(await authoriseDrive(ports(job), job.id, choice, set));
        return session;
      }),
    add: (job, session, choice) =>
      holding([choice], async () => {
        const set = await makeReady(job);
        session.requireSameStaging(set);
        session.checkChoice([requireUsable(findDisk(await list.readFresh(job.id), choice.diskId))]);
        session.add(await authoriseDrive(ports(job), job.id, choice, set));
      }),
  };
}
