import type { BitLockerState, DiskVolume } from './disks.ts';

/** Whether a drive may travel: only what is protected may leave the house (import-export.md 4, R63). */
export type DriveProtection = 'on' | 'encrypting' | 'suspended' | 'off';

const protectionOfState: Readonly<Record<BitLockerState, DriveProtection>> = {
  on: 'on',
  // Locked means protected: without the key nobody reads it.
  locked: 'on',
  encrypting: 'encrypting',
  suspended: 'suspended',
  off: 'off',
  unknown: 'off',
};
const worstFirst: readonly DriveProtection[] = ['off', 'suspended', 'encrypting', 'on'];

/**
 * Protection of the volume that holds the data: the one with its letter, or the worst of all when none has it.
 * @param letter letter under which the volume was opened
 */
export function driveProtection(volumes: readonly DiskVolume[], letter: string | undefined): DriveProtection {
  const named = volumes.filter((volume) => volume.letter !== undefined && volume.letter === letter);
  const found = (named.length > 0 ? named : volumes).map(({ bitLocker }) => protectionOfState[bitLocker]);
  return worstFirst.find((state) => found.includes(state)) ?? 'off';
}
