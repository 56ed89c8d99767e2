/** @file Worker thread: what the system says about a staging location that fails in the middle, told as what it is. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { failureReason } from '../scan/scan.ts';
import { writeFailure } from '../staging-errors.ts';

/** Codes of Node itself, such as `ERR_INVALID_ARG_TYPE`, are bugs; those of the system are not. */
const systemCode = /^E(?!RR_)[A-Z0-9]+$/;

function isAboutFolder(
  error: unknown,
  folders: readonly string[],
): error is Error & { readonly path: string } {
  if (!(error instanceof Error) || error instanceof AppError || !systemCode.test(failureReason(error)))
    return false;
  if (!('path' in error)) return false;
  const { path } = error;
  return typeof path === 'string' && folders.some((folder) => path.startsWith(folder));
}

/**
 * Runs work that writes into folders, of which some may come later. A drive that is unplugged or a share that drops shows first wherever the work happens to be, as
 * in looking at a file that was there a moment ago.
 * @throws AppError `staging.writeFailed`, `notWritable`, `noSpace` for the system's errors about something in the folder; else what `work` throws
 */
export async function whileFolderLasts<Value>(
  folders: () => readonly string[],
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw isAboutFolder(error, folders()) ? writeFailure(error, error.path) : error;
  }
}
