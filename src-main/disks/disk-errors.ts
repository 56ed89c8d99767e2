import { isSameDisk } from '../../src-shared/domain/disk-identity.ts';
import type { DiskIdentity, JudgedDisk } from '../../src-shared/domain/disks.ts';
import type { DiskId } from '../../src-shared/domain/ids.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';

/** @throws AppError `disk.notFound` */
export function findDisk(disks: readonly JudgedDisk[], diskId: DiskId): JudgedDisk {
  const found = disks.find(({ facts }) => facts.id === diskId);
  if (found === undefined) {
    throw new AppError({ kind: 'user', code: 'disk.notFound', params: { diskId }, retry: 'choose-again' });
  }
  return found;
}

/** @throws AppError `disk.blocked` with the weightiest finding when the disk may not be used */
export function requireUsable(disk: JudgedDisk): JudgedDisk {
  if (disk.usable) return disk;
  const { number, identity } = disk.facts;
  const blocker = disk.findings.find(({ severity }) => severity === 'blocker');
  throw new AppError({
    kind: 'user',
    code: 'disk.blocked',
    params: { number, model: identity.model, serial: identity.serial, finding: blocker?.code ?? '' },
    retry: 'choose-again',
  });
}

/**
 * The disk that was confirmed, from facts read right now, still the same in every respect and still usable.
 * @throws AppError `disk.disappeared`, `disk.identityChanged`, `disk.blocked`
 */
export function requireConfirmedDisk(
  disks: readonly JudgedDisk[],
  diskId: DiskId | undefined,
  identity: DiskIdentity,
): JudgedDisk {
  const same = disks.filter(({ facts }) => isSameDisk(facts.identity, identity));
  const found = same[0];
  if (found !== undefined && same.length === 1) return requireUsable(found);
  const isReplaced = found !== undefined || disks.some(({ facts }) => facts.id === diskId);
  throw new AppError({
    kind: 'device',
    code: isReplaced ? 'disk.identityChanged' : 'disk.disappeared',
    params: { serial: identity.serial, model: identity.model },
    retry: 'choose-again',
  });
}
