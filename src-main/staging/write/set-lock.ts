/** @file Main process: one writer per set and folder, also between computers. */
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { takeOwnerLock } from '../../platform/node/owner-lock.ts';
import { writeFailure } from '../staging-errors.ts';

export interface SetLock {
  release(): Promise<void>;
}

/**
 * Takes the lock of a set in a folder.
 * @throws AppError `staging.inUse`, `staging.notWritable`, `staging.noSpace`
 */
export async function lockSet(folder: string, lockFile: string, name: string): Promise<SetLock> {
  const path = join(folder, lockFile);
  const attempt = await takeOwnerLock(path).catch((error: unknown) => {
    throw writeFailure(error, path);
  });
  if (attempt.state === 'held') return attempt;
  const { machine, since } = attempt.owner;
  throw new AppError({
    kind: 'environment',
    code: 'staging.inUse',
    params: { machine, since, name, file: path },
    retry: 'same-call',
  });
}
