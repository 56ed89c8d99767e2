import { DamageError, VersionError } from '../../src-main/staging/format/damage.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';

/** What a reader may say of bytes that are not as they should be. */
const expectedCodes: ReadonlySet<string> = new Set([
  'staging.descriptorDamaged',
  'staging.descriptorMissing',
  'staging.volumeDamaged',
  'staging.volumeIncomplete',
  'staging.volumeMissing',
  'staging.versionUnsupported',
]);

/** True for damage that was noticed: as an AppError of its codes, or, below whoever knows the file, as what becomes one. */
export function isExpected(error: unknown): boolean {
  if (error instanceof DamageError || error instanceof VersionError) return true;
  return error instanceof AppError && expectedCodes.has(error.code);
}
