/** @file Resource Manager's front door: version, sign-in, role, then the operation; headers as the real one sends them. */
import { randomUUID } from 'node:crypto';
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';
import { practiceTenantId } from '../entra/directory.ts';
import type { Caller } from '../entra/tokens.ts';
import { findRoute, normalizePath, type Route } from '../http/router.ts';
import { type ArmContext, findSubscription } from './arm-context.ts';
import { ArmRefusal } from './arm-refusal.ts';
import { checkRole } from './authorization.ts';
import type { ResourceDocument } from './state.ts';

export interface ResourceManagerOptions {
  readonly routes: readonly Route<ArmContext>[];
  readonly resources: ResourceDocument;
  authenticate(request: PracticeRequest): Caller | undefined;
  ownOrigin(): string;
}

const versionPattern = /^\d{4}-\d{2}-\d{2}(-preview)?$/;
const importExportVersions: readonly string[] = ['2016-11-01', '2020-08-01', '2021-01-01'];

/** True for the paths that Resource Manager serves. */
export function isResourceManagerPath(path: string): boolean {
  return /^\/(subscriptions|providers|tenants)(\/|$)/i.test(normalizePath(path));
}

/** Answers one Resource Manager call; refusals come as `ArmRefusal`. */
export async function serveResourceManager(
  options: ResourceManagerOptions,
  request: PracticeRequest,
): Promise<PracticeResponse> {
  const caller = options.authenticate(request);
  if (caller === undefined) throw unauthenticated(options.ownOrigin(), request);
  checkVersion(request);
  const match = findRoute(options.routes, request);
  if (match.found === undefined) {
    throw match.reason === 'methodNotAllowed'
      ? new ArmRefusal(
          405,
          'MethodNotAllowed',
          `The requested resource does not support http method '${request.method}'.`,
        )
      : new ArmRefusal(
          404,
          'InvalidResourceType',
          `The resource type could not be found for the path '${request.path}'.`,
        );
  }
  const path = normalizePath(request.path);
  const [, subscriptionId] = /^\/subscriptions\/([^/]+)/i.exec(path) ?? [];
  if (subscriptionId !== undefined) findSubscription(subscriptionId);
  checkRole(options.resources.value, caller, request.method, path);
  return match.found({ caller });
}

function unauthenticated(origin: string, request: PracticeRequest): ArmRefusal {
  const hasToken = request.headers.authorization !== undefined;
  const challenge = `Bearer authorization_uri="${origin}/${practiceTenantId}"${
    hasToken ? ', error="invalid_token", error_description="The access token is invalid."' : ''
  }`;
  return hasToken
    ? new ArmRefusal(
        401,
        'InvalidAuthenticationToken',
        'The access token is invalid, expired, revoked or made out to another resource.',
        {
          headers: { 'www-authenticate': challenge },
        },
      )
    : new ArmRefusal(
        401,
        'AuthenticationFailed',
        "Authentication failed. The 'Authorization' header is missing.",
        {
          headers: { 'www-authenticate': challenge },
        },
      );
}

function checkVersion(request: PracticeRequest): void {
  const version = request.query.get('api-version');
  if (version === null || version === '') {
    throw new ArmRefusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  const isImportExport = /\/providers\/Microsoft\.ImportExport\/(jobs|locations|operations)(\/|$)/i.test(
    normalizePath(request.path),
  );
  if (!versionPattern.test(version) || (isImportExport && !importExportVersions.includes(version))) {
    throw new ArmRefusal(
      400,
      isImportExport ? 'NoRegisteredProviderFound' : 'InvalidApiVersionParameter',
      `The api-version '${version}' is invalid.${isImportExport ? ` The supported versions are '${importExportVersions.join(', ')}'.` : ''}`,
    );
  }
}

/** Headers of every Resource Manager answer (import-export.md 1.1). */
export function resourceManagerHeaders(request: PracticeRequest): Readonly<Record<string, string>> {
  const requestId = randomUUID();
  const correlationId = request.headers['x-ms-correlation-request-id'] ?? requestId;
  const clientRequestId = request.headers['x-ms-client-request-id'];
  const stamp = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  return {
    'cache-control': 'no-cache',
    pragma: 'no-cache',
    expires: '-1',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': correlationId,
    'x-ms-routing-request-id': `PRACTICE:${stamp}:${requestId}`,
    ...(clientRequestId === undefined ? {} : { 'x-ms-client-request-id': clientRequestId }),
    ...rateLimit(request),
  };
}

function rateLimit({ method, path }: PracticeRequest): Readonly<Record<string, string>> {
  if (!normalizePath(path).toLowerCase().startsWith('/subscriptions/')) {
    return { 'x-ms-ratelimit-remaining-tenant-reads': '11998' };
  }
  if (method === 'GET' || method === 'HEAD')
    return { 'x-ms-ratelimit-remaining-subscription-reads': '11998' };
  if (method === 'DELETE') return { 'x-ms-ratelimit-remaining-subscription-deletes': '14998' };
  return { 'x-ms-ratelimit-remaining-subscription-writes': '1198' };
}
