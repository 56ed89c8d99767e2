import { AppError } from '../../../src-shared/errors/app-error.ts';
import { failureReason } from '../scan/scan.ts';
import { isDescriptorName, missingFile } from './source-errors.ts';

/** Turns what the system says about a staged file into an AppError that names it; anything unforeseen stays what it is. */
export function fileReadFailure(
  error: unknown,
  file: string,
  furtherFolders: (file: string) => readonly string[] = () => [],
): unknown {
  const reason = failureReason(error);
  if (reason === 'ENOENT' || reason === 'ENOTDIR') return missingFile(file, furtherFolders(file));
  if (reason === 'EIO' || reason === 'EACCES' || reason === 'EPERM') {
    return new AppError({
      kind: 'environment',
      code: isDescriptorName(file) ? 'staging.descriptorDamaged' : 'staging.volumeDamaged',
      params: { file },
      details: reason,
      cause: error,
    });
  }
  return error;
}
