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
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
