import type { CloudId } from '../../src-shared/domain/clouds.ts';
import { AppError, type ErrorParams } from '../../src-shared/errors/app-error.ts';
import type { ErrorCode } from '../../src-shared/errors/codes.ts';

/** What a call was about, so that its failure can name the box and the thing. */
export interface AzureCall {
  readonly cloudId: CloudId;
  /** Name of the resource, shown in the text. */
  readonly resource: string;
  /** Box that the resource was chosen in: its name in `OfflineDetails`. */
  readonly field?: string;
  /** Codes that say more than the general ones, by HTTP status. */
  readonly codes?: Readonly<Partial<Record<number, ErrorCode>>>;
  readonly params?: ErrorParams;
}

/** What the SDKs throw, by shape: several copies of their class exist side by side, so `instanceof` would lie. */
interface ServiceFailure {
  readonly message: string;
  readonly statusCode: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
}

const networkCodes = new Set([
  'REQUEST_SEND_ERROR',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** A member of an object of unknown make. */
function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function retryAfterOf(error: unknown): number | undefined {
  const headers = member(member(error, 'response'), 'headers');
  const get = member(headers, 'get');
  const text: unknown = typeof get === 'function' ? get.call(headers, 'retry-after') : undefined;
  const seconds = typeof text === 'string' ? Number(text) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
}

function failureOf(error: Error): ServiceFailure {
  const statusCode = member(error, 'statusCode');
  const code = member(error, 'code');
  return {
    message: error.message,
    statusCode: typeof statusCode === 'number' ? statusCode : undefined,
    code: typeof code === 'string' && code !== '' ? code : undefined,
    retryAfterSeconds: retryAfterOf(error),
  };
}

/** True when an error means that nobody answered: no network, no name, no trust. Looks through causes, as fetch wraps them. */
export function isUnreachable(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    const code = member(current, 'code');
    if (current.name === 'TimeoutError' || (typeof code === 'string' && networkCodes.has(code))) return true;
    current = current.cause;
  }
  return false;
}

/** HTTP status of a service's refusal, when that is what the error is. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error ? failureOf(error).statusCode : undefined;
}

/** Takes signatures, tokens and keys out of a service's words before they are shown or logged. */
export function redactServiceText(text: string): string {
  return text
    .replace(/([?&]sig=)[^&\s"']+/gi, '$1(hidden)')
    .replace(/\b(Bearer\s+)[\w.~+/-]+=*/gi, '$1(hidden)')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '(hidden)')
    .replace(/\b\d{6}(-\d{6}){7}\b/g, '(hidden)')
    .slice(0, 4000);
}

/** What an SDK threw, without its request: that carries the token in a header, and whoever prints an error prints its cause. */
export function withoutRequest(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const safe = new Error(redactServiceText(error.message));
  safe.name = error.name;
  if (error.stack !== undefined) safe.stack = redactServiceText(error.stack);
  return safe;
}

/** Nobody answered: the practice Azure is not running, or the real one cannot be reached. */
export function unreachableError(cloudId: CloudId, cause: unknown): AppError {
  const details = cause instanceof Error ? redactServiceText(cause.message) : undefined;
  return new AppError({
    kind: cloudId === 'practice' ? 'environment' : 'azure',
    code: cloudId === 'practice' ? 'practice.azureUnreachable' : 'azure.unreachable',
    retry: 'same-call',
    ...(details === undefined ? {} : { details }),
    cause: withoutRequest(cause),
  });
}

function generalCode(status: number, serviceCode: string | undefined): ErrorCode {
  // Any write to a resource of a provider that the subscription does not use yet.
  if (serviceCode === 'MissingSubscriptionRegistration') return 'azure.providerNotRegistered';
  if (status === 401) return 'azure.signInExpired';
  if (status === 403) return 'azure.forbidden';
  if (status === 404) return 'azure.notFound';
  if (status === 409 || status === 412) return 'azure.conflict';
  if (status === 429) return 'azure.throttled';
  return 'azure.serviceError';
}

function serviceError(failure: ServiceFailure, call: AzureCall, cause: unknown): AppError {
  const status = failure.statusCode ?? 0;
  const code = call.codes?.[status] ?? generalCode(status, failure.code);
  const mayRetry = code === 'azure.throttled' || status >= 500 || status === 408;
  const retry = code === 'azure.signInExpired' ? 'sign-in' : mayRetry ? 'same-call' : undefined;
  return new AppError({
    kind: 'azure',
    code,
    params: {
      resource: call.resource,
      status,
      serviceCode: failure.code ?? '',
      ...(code === 'azure.throttled' ? { seconds: failure.retryAfterSeconds ?? 60 } : {}),
      ...call.params,
    },
    ...(call.field === undefined ? {} : { field: call.field }),
    ...(retry === undefined ? {} : { retry }),
    details: redactServiceText(`${status} ${failure.code ?? ''} ${failure.message}`),
    cause: withoutRequest(cause),
  });
}

/**
 * Turns whatever an Azure SDK or fetch threw into an AppError with the box, the rule and the next step. AppErrors (an expired
 * sign-in out of the credential, say) stay as they are; anything that is neither is a bug and stays as it is too.
 */
export function toAzureError(error: unknown, call: AzureCall): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (error.name === 'AbortError') {
    return new AppError({ kind: 'user', code: 'task.stopped' });
  }
  const failure = failureOf(error);
  if (failure.statusCode !== undefined) return serviceError(failure, call, error);
  return isUnreachable(error) ? unreachableError(call.cloudId, error) : error;
}

/** Runs one exchange with Azure and maps its failure. */
export async function callAzure<Value>(call: AzureCall, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    throw toAzureError(error, call);
  }
}
