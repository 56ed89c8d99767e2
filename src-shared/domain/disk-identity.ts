import type { DiskIdentity } from './disks.ts';

/**
 * Serial number without white space: what the drive manifest and the import job call the drive id (import-export.md 2.1).
 * An empty text when the disk reports none, or a filler such as "00000000" that USB bridges make up.
 */
export function driveIdOf(identity: Pick<DiskIdentity, 'serial'>): string {
  const compact = identity.serial.replace(/\s+/g, '');
  return /^(.)\1*$/.test(compact) || !/[0-9A-Za-z]/.test(compact) ? '' : compact;
}

/** True when both describe the same disk in every respect; anything less must stop a destructive step (design 3.7). */
export function isSameDisk(one: DiskIdentity, other: DiskIdentity): boolean {
  return (
    one.uniqueId === other.uniqueId &&
    one.serial === other.serial &&
    one.model === other.model &&
    one.bus === other.bus &&
    one.sizeBytes === other.sizeBytes
  );
}

/**
 * True when a disk is the one of a record, wherever it is plugged in now: another adapter changes bus, model text and unique id,
 * never serial or size. Good enough to try its key; never good enough to erase it.
 */
export function isSameDrive(one: DiskIdentity, other: DiskIdentity): boolean {
  const driveId = driveIdOf(one);
  return driveId !== '' && driveId === driveIdOf(other) && one.sizeBytes === other.sizeBytes;
}
