import { randomBytes } from 'node:crypto';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Log } from '../ports/log.ts';

/**
 * Keeps an AppError as it is; anything else is a bug: it is logged whole under an incident id and replaced by
 * `internal.unexpected`, which carries only that id.
 */
export function toAppError(error: unknown, log: Log): AppError {
  if (error instanceof AppError) return error;
  const incidentId = randomBytes(4).toString('hex');
  const failure = error instanceof Error ? error : new Error(String(error));
  log.error({ incidentId, error: failure.message, stack: failure.stack }, 'unexpected failure');
  return new AppError({
    kind: 'internal',
    code: 'internal.unexpected',
    params: { incidentId },
    cause: error,
  });
}

/** `code` of a system error such as `ENOENT`, or undefined for everything else. */
export function systemErrorCode(error: unknown): string | undefined {
  // An AppError has a code too, but not of the system: whoever asks here must let it pass as it is.
  if (!(error instanceof Error) || error instanceof AppError || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
