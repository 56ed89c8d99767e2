import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { systemErrorCode } from '../../platform/node/unexpected-error.ts';
import { isReachableFolder } from '../../staging/reachable-folders.ts';
import type { CopyTarget } from './copy-types.ts';

const fullCodes = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** True when an error of the drive says that nothing more fits. */
export const isDriveFull = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'disk.full';

/**
 * Names the drive in whatever its file system threw: full, gone, or unable to write.
 * @throws AppError `disk.full`, `disk.disappeared`, `disk.writeFailed`; AppErrors and bugs as they are
 */
export async function onDrive<Value>(
  target: CopyTarget,
  file: string,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const reason = systemErrorCode(error);
    if (reason === undefined) throw error;
    const { serial } = target;
    if (fullCodes.includes(reason)) {
      throw new AppError({ kind: 'device', code: 'disk.full', params: { serial, file }, cause: error });
    }
    const isThere = await stat(target.rootPath).then(
      () => true,
      () => false,
    );
    throw new AppError({
      kind: 'device',
      code: isThere ? 'disk.writeFailed' : 'disk.disappeared',
      params: isThere ? { serial, file, reason } : { serial },
      retry: 'resume',
      details: error instanceof Error ? error.message : reason,
      cause: error,
    });
  }
}

/** A file of staging that cannot be given to any drive. */
export class StagingFault extends Error {
  readonly appError: AppError;

  constructor(appError: AppError) {
    super(appError.message);
    this.appError = appError;
  }
}

/** A drive or share that is gone takes every file along: what is missing then is not the one that was asked for. */
function stagingFailure(stagingPath: string, file: string, reason: string) {
  if (!isReachableFolder(stagingPath))
    return { code: 'staging.unreachable', params: { path: stagingPath, reason } } as const;
  if (reason === 'ENOENT') return { code: 'staging.volumeMissing', params: { file } } as const;
  return { code: 'folder.notReadable', params: { path: join(stagingPath, file), reason } } as const;
}

/**
 * Names the file in whatever the staging location threw, or the location itself when that is gone.
 * @throws StagingFault with `staging.unreachable`, `staging.volumeMissing` or `folder.notReadable`; bugs as they are
 */
export async function fromStaging<Value>(
  stagingPath: string,
  file: string,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const reason = systemErrorCode(error);
    if (reason === undefined) throw error;
    throw new StagingFault(
      new AppError({
        kind: 'environment',
        ...stagingFailure(stagingPath, file, reason),
        retry: 'resume',
        details: error instanceof Error ? error.message : reason,
        cause: error,
      }),
    );
  }
}

/** Bytes in staging that are not those that were staged: changed since the session began, or damaged before. */
export function stagingMismatch(file: string, isChanged: boolean): StagingFault {
  return new StagingFault(
    new AppError({
      kind: 'environment',
      code: isChanged ? 'disk.stagingChanged' : 'staging.volumeDamaged',
      params: { file },
      retry: 'resume',
    }),
  );
}

export function verifyFailed(target: CopyTarget, file: string): AppError {
  return new AppError({
    kind: 'device',
    code: 'disk.verifyFailed',
    params: { serial: target.serial, file },
    retry: 'choose-again',
  });
}
