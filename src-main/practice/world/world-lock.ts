/** @file Only one process at a time owns a practice world. */
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { takeOwnerLock } from '../../platform/node/owner-lock.ts';

export interface WorldLock {
  release(): Promise<void>;
}

/** @throws AppError `practice.worldInUse` */
export async function lockWorld(folder: string): Promise<WorldLock> {
  const attempt = await takeOwnerLock(join(folder, 'world.lock'));
  if (attempt.state === 'held') return attempt;
  throw new AppError({
    kind: 'environment',
    code: 'practice.worldInUse',
    params: { folder },
    retry: 'same-call',
  });
}
