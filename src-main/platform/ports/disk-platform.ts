import type { DiskFacts, DiskIdentity } from '../../../src-shared/domain/disks.ts';

/** An unlocked volume that files can be written to. */
export interface MountedVolume {
  /** Absolute folder or drive root; ordinary file calls work below it. */
  readonly rootPath: string;
  readonly letter: string | undefined;
  readonly capacityBytes: number;
  /** True when reads and writes may bypass the system cache, so that a read-back really asks the device. */
  readonly canReadBackUncached: boolean;
  freeBytes(): Promise<number>;
}

/**
 * Disks of the computer. Everything destructive takes the identity that the operator confirmed; the platform re-reads the disk
 * right before it acts and refuses with `disk.identityChanged` when anything differs, or `disk.disappeared` when it is gone.
 */
export interface DiskPlatform {
  /** @throws AppError `disk.listFailed` */
  listDisks(signal?: AbortSignal): Promise<readonly DiskFacts[]>;
  /** Removes all partitions and data. */
  clear(identity: DiskIdentity, signal?: AbortSignal): Promise<void>;
  /** GPT, one NTFS data volume with a letter. */
  createVolume(identity: DiskIdentity, label: string, signal?: AbortSignal): Promise<MountedVolume>;
  /**
   * Turns BitLocker on (AES-256, used space only) with a numerical recovery password as the protector.
   * @param onPercent 0 to 100, called from time to time
   */
  encrypt(
    identity: DiskIdentity,
    onPercent: (percent: number) => void,
    signal?: AbortSignal,
  ): Promise<{ readonly recoveryPassword: string }>;
  /** @throws AppError `disk.recoveryPasswordWrong` */
  unlock(identity: DiskIdentity, recoveryPassword: string, signal?: AbortSignal): Promise<MountedVolume>;
  /** The volume when it is attached and unlocked already. */
  mountedVolume(identity: DiskIdentity): Promise<MountedVolume | undefined>;
  /** Flushes and locks, so that the drive can be taken out. */
  lock(identity: DiskIdentity): Promise<void>;
}
