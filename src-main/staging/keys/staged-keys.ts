/** @file Main process: the passphrase of a staged set, in front of the staging worker. */
import { brokenPassphraseRule } from '../../../src-shared/domain/passphrase.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkControl } from '../../jobs/task-control.ts';
import { runInWorker } from '../../platform/node/worker-task.ts';
import type { StagingWork } from '../../workers/staging.ts';
import { baseNameOf, whileLocked } from '../locked-set.ts';
import type { OpenedSet, PassphraseChange, StagedSet } from './change-passphrase.ts';

export interface StagedKeys {
  /**
   * Replaces the passphrase of a staged set (staging-format.md 4). Copies of the set elsewhere keep the old one.
   * @throws AppError `staging.passphraseWrong` (field `currentPassphrase`), `staging.passphraseTooShort`, `staging.passphraseSame`
   * (field `newPassphrase`), `staging.inUse`, `descriptorMissing`, `descriptorDamaged`, `notWritable`, `noSpace`, `writeFailed`
   */
  changePassphrase(change: PassphraseChange): Promise<void>;
  /**
   * Opens a staged set, and ends a passphrase change that was cut short in favour of the passphrase that opens it.
   * @returns the data key, 32 bytes
   * @throws AppError as `changePassphrase`; `staging.passphraseWrong` with the field `passphrase`
   */
  openStaged(set: StagedSet & { readonly passphrase: string }): Promise<Uint8Array>;
}

function requireNewPassphrase({ currentPassphrase, newPassphrase }: PassphraseChange): void {
  const field = 'newPassphrase';
  if (brokenPassphraseRule(newPassphrase) !== undefined)
    throw new AppError({ kind: 'user', code: 'staging.passphraseTooShort', field });
  if (newPassphrase.normalize('NFC') === currentPassphrase.normalize('NFC'))
    throw new AppError({ kind: 'user', code: 'staging.passphraseSame', field });
}

/** @param control for work that is too short for a task of its own */
export function createStagedKeys(control: () => WorkControl): StagedKeys {
  const run = <Output>(work: StagingWork): Promise<Output> => runInWorker<Output>('staging', work, control());
  const runLocked = ({ stagingPath, descriptorFile }: StagedSet, work: StagingWork): Promise<void> =>
    whileLocked(stagingPath, baseNameOf(descriptorFile), () => run<void>(work));
  return {
    async changePassphrase(change) {
      requireNewPassphrase(change);
      await runLocked(change, { work: 'changePassphrase', input: change });
    },
    async openStaged(set) {
      const { dataKey, cutShort } = await run<OpenedSet>({ work: 'openStaged', input: set });
      const { stagingPath, descriptorFile } = set;
      if (cutShort !== undefined) {
        const input = { stagingPath, descriptorFile };
        await runLocked(set, { work: 'endPassphraseChange', input, repair: cutShort });
      }
      return dataKey;
    },
  };
}
