/** @file Main process: a drive whose encryption was suspended or failed gets no data, and no manifest. */
import { setTimeout as pause } from 'node:timers/promises';
import { isSameDrive } from '../../../src-shared/domain/disk-identity.ts';
import type { DiskIdentity } from '../../../src-shared/domain/disks.ts';
import { type DriveProtection, driveProtection } from '../../../src-shared/domain/drive-protection.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkControl } from '../../jobs/task-control.ts';
import type { OpenVolumePorts } from './open-volume.ts';

/** How often a drive that still encrypts is looked at. */
const lookEveryMilliseconds = 2000;

interface ProtectedDrive {
  readonly identity: DiskIdentity;
  readonly letter: string | undefined;
}

async function protectionOf(
  { readFresh }: Pick<OpenVolumePorts, 'readFresh'>,
  { identity, letter }: ProtectedDrive,
  signal: AbortSignal,
): Promise<DriveProtection> {
  const found = (await readFresh(signal)).find(({ facts }) => isSameDrive(facts.identity, identity));
  if (found !== undefined) return driveProtection(found.facts.volumes, letter);
  const { serial, model } = identity;
  throw new AppError({
    kind: 'device',
    code: 'disk.disappeared',
    params: { serial, model },
    retry: 'resume',
  });
}

/**
 * @param isLast nothing is written after this: encryption that still runs is waited for
 * @throws AppError `disk.protectionSuspended`, `disk.protectionOff`, `disk.disappeared`, `task.stopped`
 */
export async function requireProtected(
  ports: Pick<OpenVolumePorts, 'readFresh'>,
  drive: ProtectedDrive,
  control: WorkControl,
  isLast: boolean,
): Promise<void> {
  for (;;) {
    const protection = await protectionOf(ports, drive, control.signal);
    if (protection === 'on' || (protection === 'encrypting' && !isLast)) return;
    if (protection !== 'encrypting') {
      throw new AppError({
        kind: 'device',
        code: protection === 'suspended' ? 'disk.protectionSuspended' : 'disk.protectionOff',
        params: { serial: drive.identity.serial },
        retry: 'resume',
      });
    }
    await pause(lookEveryMilliseconds, undefined, { signal: control.signal });
    await control.waitWhilePaused();
  }
}
