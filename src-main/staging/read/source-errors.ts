import { AppError } from '../../../src-shared/errors/app-error.ts';
import { DamageError } from '../format/damage.ts';

/** True for descriptors and their mirrors, by name; only for the choice of error codes. */
export function isDescriptorName(file: string): boolean {
  return file.endsWith('.AIBBlob') || file.endsWith('-descriptor.BaseBlob');
}

/** @param furtherFolders where else a volume may have been written; the words name them (i18next context) */
export function missingFile(file: string, furtherFolders: readonly string[] = []): AppError {
  if (isDescriptorName(file)) {
    const code = 'staging.descriptorMissing';
    return new AppError({ kind: 'environment', code, params: { file }, retry: 'resume' });
  }
  const folders = furtherFolders.join(', ').slice(0, 4096);
  const elsewhere = folders === '' ? {} : { context: 'elsewhere', folders };
  const params = { file, ...elsewhere };
  return new AppError({ kind: 'environment', code: 'staging.volumeMissing', params, retry: 'resume' });
}

export function truncatedFile(file: string): AppError {
  const code = isDescriptorName(file) ? 'staging.descriptorDamaged' : 'staging.volumeDamaged';
  return new AppError({ kind: 'environment', code, params: { file }, details: 'file is too short' });
}

/** True for every name that a writer gives; anything else in a folder is not ours. */
export function isPlainName(file: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._ -]{0,254}$/.test(file);
}

/** Names come from files that may be forged: none may lead out of the folder. @throws DamageError */
export function requirePlainName(file: string): string {
  if (!isPlainName(file)) throw new DamageError('file name leads elsewhere');
  return file;
}
