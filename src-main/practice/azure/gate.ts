/** @file What stands in front of Azurite: it checks neither signatures nor roles, and knows no faults. */
import type { IncomingMessage } from 'node:http';
import type { PracticeResponse } from '../ports.ts';
import { practiceTenantId } from './entra/directory.ts';
import { storageAudience } from './entra/resources.ts';
import type { TokenService } from './entra/tokens.ts';
import type { FaultPlan } from './faults.ts';
import { mayUseBlobs } from './resource-manager/authorization.ts';
import type { ResourceDocument } from './resource-manager/state.ts';

export interface BlobGateOptions {
  readonly faults: FaultPlan;
  readonly tokens: TokenService;
  readonly resources: ResourceDocument;
  ownOrigin(): string;
}

/** Looks at each request to the blob service: fault due? bearer token genuine, current and allowed? */
export function blobGate(
  options: BlobGateOptions,
): (request: IncomingMessage) => PracticeResponse | 'drop' | undefined {
  return (request) => {
    if (options.faults.isUnreachable) return 'drop';
    const failure = options.faults.take('blob');
    if (failure !== undefined) {
      return failure.status === 429 || failure.status === 503
        ? storageError(503, 'ServerBusy', 'The server is busy.', { 'retry-after': '1' })
        : storageError(failure.status, 'InternalError', 'The server encountered an internal error.');
    }
    const { authorization } = request.headers;
    if (authorization === undefined || !/^Bearer /i.test(authorization)) return undefined;
    const caller = options.tokens.verify(authorization.slice('Bearer '.length), [storageAudience]);
    if (caller === undefined) {
      return storageError(
        401,
        'InvalidAuthenticationInfo',
        'The access token is not valid for this service.',
        {
          'www-authenticate': `Bearer authorization_uri=${options.ownOrigin()}/${practiceTenantId}/oauth2/authorize resource_id=${storageAudience}`,
        },
      );
    }
    const accountName = (request.url ?? '').split(/[/?]/)[1] ?? '';
    if (!mayUseBlobs(options.resources.value, caller, request.method ?? '', accountName)) {
      return storageError(
        403,
        'AuthorizationPermissionMismatch',
        'This request is not authorized to perform this operation using this permission.',
      );
    }
    return undefined;
  };
}

function storageError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): PracticeResponse {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code, ...headers },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}
