import { AppError } from '../../src-shared/errors/app-error.ts';
import { DamageError, VersionError } from './format/damage.ts';
import { failureReason } from './scan/scan.ts';

/** Said when nobody knows better: a page or a block did not fit. */
export const leastMissingBytes = 1024 * 1024;

/** What waiting can end: somebody frees space, or gets more of it. A limit of the file system on one file stays. */
const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const noSpaceCodes: ReadonlySet<string> = new Set([...fullCodes, 'EFBIG']);
const notWritableCodes: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** True for what the system says of a full disk, also inside a `staging.noSpace`. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'staging.noSpace' && isDiskFull(error.cause);
  return fullCodes.has(failureReason(error));
}

/** AppError for a failed write into a staging or output folder. */
export function writeFailure(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  const reason = failureReason(error);
  if (noSpaceCodes.has(reason)) {
    return new AppError({
      kind: 'environment',
      code: 'staging.noSpace',
      params: { path, missingBytes: leastMissingBytes },
      field: 'draft.offlineDetails.stagingLocation',
      retry: 'resume',
      cause: error,
    });
  }
  return new AppError({
    kind: 'environment',
    code: notWritableCodes.has(reason) ? 'staging.notWritable' : 'staging.writeFailed',
    params: { path, reason },
    retry: 'resume',
    cause: error,
  });
}

/** Runs synchronous writing and turns what the system says into an AppError. */
export function writing<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw writeFailure(error, path);
  }
}

/** Turns damage found in a file into an AppError that names the file; anything else stays what it is. */
export function damageOf(
  error: unknown,
  code: 'staging.descriptorDamaged' | 'staging.volumeDamaged',
  file: string,
): unknown {
  if (error instanceof VersionError) {
    return new AppError({
      kind: 'environment',
      code: 'staging.versionUnsupported',
      params: { file, version: error.version },
    });
  }
  if (!(error instanceof DamageError)) return error;
  return new AppError({
    kind: 'environment',
    code,
    params: { file },
    details: error.message,
    cause: error,
  });
}
