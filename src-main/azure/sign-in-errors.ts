import { AuthError, InteractionRequiredAuthError } from '@azure/msal-node';
import type { CloudId } from '../../src-shared/domain/clouds.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { redactServiceText, unreachableError, withoutRequest } from './azure-errors.ts';

const unreachableAuthCodes = new Set([
  'network_error',
  'no_network_connectivity',
  'endpoints_resolution_error',
  'openid_config_error',
]);
const cancelledAuthCodes = new Set([
  'user_canceled',
  'access_denied',
  'device_code_polling_cancelled',
  'authorization_declined',
]);
/** The cached sign-in no longer works; only the operator can renew it. */
const expiredAuthCodes = new Set([
  'invalid_grant',
  'interaction_required',
  'no_account_found',
  'no_tokens_found',
  'no_account_in_silent_request',
  'refresh_token_expired',
  'token_refresh_required',
]);

export function signInRequired(cloudId: CloudId): AppError {
  return new AppError({ kind: 'azure', code: 'azure.signInRequired', params: { cloudId }, retry: 'sign-in' });
}

export function signInExpired(cloudId: CloudId, cause: unknown): AppError {
  return new AppError({
    kind: 'azure',
    code: 'azure.signInExpired',
    params: { cloudId },
    retry: 'sign-in',
    ...(cause instanceof Error ? { details: redactServiceText(cause.message) } : {}),
    cause: withoutRequest(cause),
  });
}

export function signInCancelled(): AppError {
  return new AppError({ kind: 'user', code: 'azure.signInCancelled', retry: 'sign-in' });
}

/**
 * Turns what MSAL throws into an AppError.
 * @param whileRenewing true for silent renewal, where a refused grant means that the sign-in has expired or was revoked
 */
export function toSignInError(error: unknown, cloudId: CloudId, whileRenewing: boolean): unknown {
  if (error instanceof AppError || !(error instanceof AuthError)) return error;
  if (unreachableAuthCodes.has(error.errorCode)) return unreachableError(cloudId, error);
  if (cancelledAuthCodes.has(error.errorCode)) return signInCancelled();
  const hasExpired = error instanceof InteractionRequiredAuthError || expiredAuthCodes.has(error.errorCode);
  if (whileRenewing && hasExpired) return signInExpired(cloudId, error);
  return new AppError({
    kind: 'azure',
    code: 'azure.signInFailed',
    params: { reason: error.errorCode },
    retry: 'sign-in',
    details: redactServiceText(error.message),
    cause: withoutRequest(error),
  });
}
