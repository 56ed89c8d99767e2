/** @file Real disks: the disk port on top of fixed PowerShell scripts (docs/windows.md). */
import { statfs } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { DiskFacts, DiskIdentity } from '../../../src-shared/domain/disks.ts';
import { isRecoveryPassword } from '../../../src-shared/domain/recovery-password.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { DiskPlatform, MountedVolume } from '../ports/disk-platform.ts';
import { diskFactsOf } from './disk-facts.ts';
import type { Script } from './powershell/define-script.ts';
import type { PowerShell } from './powershell/power-shell.ts';
import { driveErrorOf, resultName, systemErrorOf } from './powershell/script-errors.ts';
import {
  enableProtectionScript,
  encryptVolumeScript,
  lockVolumeScript,
  unlockVolumeScript,
  volumeStateScript,
} from './scripts/bitlocker-scripts.ts';
import { clearDiskScript, createVolumeScript } from './scripts/erase-scripts.ts';
import { listDisksScript } from './scripts/list-disks-script.ts';
import {
  aes256Method,
  encryptedConversion,
  encryptingConversion,
  type Protection,
  type VolumeAnswer,
} from './scripts/protection.ts';

export interface WindowsDiskOptions {
  readonly powerShell: PowerShell;
  /** How long between two looks at an encryption under way. */
  readonly pollMilliseconds?: number;
}

interface DriveCall {
  readonly values?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
  readonly redact?: readonly string[];
}

/** Ends waiting at once when stopped, also for a turn that has not come; the turn then ends by itself without doing anything. */
function stoppable<Value>(turn: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return turn;
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function mounted({ letter, sizeBytes }: VolumeAnswer): MountedVolume {
  const rootPath = `${letter}:\\`;
  return {
    rootPath,
    letter,
    capacityBytes: sizeBytes,
    canReadBackUncached: true,
    async freeBytes() {
      const { bavail, bsize } = await statfs(rootPath);
      return bavail * bsize;
    },
  };
}

class WindowsDisks implements DiskPlatform {
  readonly #powerShell: PowerShell;
  readonly #pollMilliseconds: number;
  /** Changes of several drives wait for each other: Windows gives out letters and reads partition tables for all disks at once. */
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor({ powerShell, pollMilliseconds = 2000 }: WindowsDiskOptions) {
    this.#powerShell = powerShell;
    this.#pollMilliseconds = pollMilliseconds;
  }

  async listDisks(signal?: AbortSignal): Promise<readonly DiskFacts[]> {
    try {
      const { disks } = await this.#powerShell.run(listDisksScript, { signal });
      return diskFactsOf(disks);
    } catch (reason) {
      const error = systemErrorOf(reason);
      // Rights and a missing PowerShell have a cure of their own; everything else passes, or stays a riddle with details.
      if (!(error instanceof AppError) || /accessDenied|platformUnavailable|notFound/.test(error.code))
        throw error;
      throw new AppError({
        kind: 'environment',
        code: 'disk.listFailed',
        retry: 'same-call',
        ...(error.details === undefined ? {} : { details: error.details }),
        cause: error,
      });
    }
  }

  async #look<Answer>(script: Script<Answer>, identity: DiskIdentity, call: DriveCall = {}): Promise<Answer> {
    const { values, ...rest } = call;
    try {
      return await this.#powerShell.run(script, { ...rest, values: { ...values, identity } });
    } catch (error) {
      throw driveErrorOf(error, identity);
    }
  }

  #change<Answer>(script: Script<Answer>, identity: DiskIdentity, call: DriveCall = {}): Promise<Answer> {
    const turn = this.#lastChange.then(() => {
      call.signal?.throwIfAborted();
      return this.#look(script, identity, call);
    });
    this.#lastChange = turn.catch(() => undefined);
    return stoppable(turn, call.signal);
  }

  async clear(identity: DiskIdentity, signal?: AbortSignal): Promise<void> {
    await this.#change(clearDiskScript, identity, { signal });
  }

  async createVolume(identity: DiskIdentity, label: string, signal?: AbortSignal): Promise<MountedVolume> {
    const { volume } = await this.#change(createVolumeScript, identity, { values: { label }, signal });
    return mounted(volume);
  }

  async encrypt(
    identity: DiskIdentity,
    onPercent: (percent: number) => void,
    signal?: AbortSignal,
  ): Promise<{ readonly recoveryPassword: string }> {
    const { recoveryPassword } = await this.#change(encryptVolumeScript, identity, { signal });
    if (!isRecoveryPassword(recoveryPassword)) throw encryptionFailed(identity, 0x80310035);
    onPercent(0);
    let state = await this.#protectionOf(identity, signal);
    while (state.conversion === encryptingConversion) {
      onPercent(state.percent);
      await delay(this.#pollMilliseconds, undefined, signal === undefined ? {} : { signal });
      state = await this.#protectionOf(identity, signal);
    }
    if (state.conversion === encryptedConversion && state.protection === 0) {
      const { volume } = await this.#change(enableProtectionScript, identity, { signal });
      state = volume.protection;
    }
    const isProtected =
      state.conversion === encryptedConversion && state.protection === 1 && state.method === aes256Method;
    if (!isProtected) throw encryptionFailed(identity, 0, state);
    onPercent(100);
    return { recoveryPassword };
  }

  async #protectionOf(identity: DiskIdentity, signal?: AbortSignal): Promise<Protection> {
    const { volume } = await this.#look(volumeStateScript, identity, { signal });
    if (volume === null)
      throw new AppError({ kind: 'device', code: 'disk.locked', params: paramsOf(identity) });
    return volume.protection;
  }

  async unlock(
    identity: DiskIdentity,
    recoveryPassword: string,
    signal?: AbortSignal,
  ): Promise<MountedVolume> {
    const { volume } = await this.#change(unlockVolumeScript, identity, {
      values: { recoveryPassword },
      redact: [recoveryPassword],
      signal,
    });
    return mounted(volume);
  }

  async mountedVolume(identity: DiskIdentity): Promise<MountedVolume | undefined> {
    const { volume } = await this.#look(volumeStateScript, identity);
    const isOpen = volume !== null && volume.letter !== '' && volume.fileSystem !== '';
    return isOpen && volume.protection.lock !== 1 ? mounted(volume) : undefined;
  }

  async lock(identity: DiskIdentity): Promise<void> {
    await this.#change(lockVolumeScript, identity);
  }
}

const paramsOf = ({ serial, model }: DiskIdentity): { serial: string; model: string } => ({ serial, model });

/** BitLocker said yes and then did something else; the numbers say what. */
function encryptionFailed(identity: DiskIdentity, result: number, state?: Protection): AppError {
  return new AppError({
    kind: 'device',
    code: 'windows.encryptionFailed',
    params: { ...paramsOf(identity), result: resultName(result) },
    ...(state === undefined ? {} : { details: JSON.stringify(state) }),
  });
}

export function createWindowsDiskPlatform(options: WindowsDiskOptions): DiskPlatform {
  return new WindowsDisks(options);
}
