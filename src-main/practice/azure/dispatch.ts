/** @file Which stand-in answers a request of the one https server. */
import type { PracticeRequest, PracticeResponse, PracticeRoutes } from '../ports.ts';
import { graphAudience, resourceManagerAudience } from './entra/resources.ts';
import type { Caller, TokenService } from './entra/tokens.ts';
import type { FaultPlan, FaultTarget } from './faults.ts';
import { GraphRefusal } from './graph/graph-refusal.ts';
import { Refusal } from './http/refusal.ts';
import { findRoute, type Route } from './http/router.ts';
import type { ArmContext } from './resource-manager/arm-context.ts';
import { ArmRefusal } from './resource-manager/arm-refusal.ts';
import {
  isResourceManagerPath,
  resourceManagerHeaders,
  serveResourceManager,
} from './resource-manager/routes.ts';
import type { ResourceDocument } from './resource-manager/state.ts';

export interface DispatchOptions {
  readonly tokens: TokenService;
  readonly faults: FaultPlan;
  readonly resources: ResourceDocument;
  readonly entra: readonly Route<undefined>[];
  readonly graph: readonly Route<Caller>[];
  readonly resourceManager: readonly Route<ArmContext>[];
  readonly extraRoutes: PracticeRoutes | undefined;
  ownOrigin(): string;
}

/** Answers every request; refusals of the services become their own error shapes here. */
export function dispatcher(
  options: DispatchOptions,
): (request: PracticeRequest) => Promise<PracticeResponse> {
  const serve = async (request: PracticeRequest): Promise<PracticeResponse> => {
    if (isResourceManagerPath(request.path)) return serveArm(options, request);
    if (/^\/v1\.0\//i.test(request.path)) return serveGraph(options, request);
    const match = findRoute(options.entra, request);
    return match.found === undefined ? { status: 404 } : match.found(undefined);
  };
  return async (request) => {
    const extra = await options.extraRoutes?.(request);
    if (extra !== undefined) return extra;
    try {
      return await serve(request);
    } catch (error) {
      if (error instanceof Refusal) return error.toResponse();
      throw error;
    }
  };
}

async function serveArm(options: DispatchOptions, request: PracticeRequest): Promise<PracticeResponse> {
  let answer: PracticeResponse;
  try {
    failIfPlanned(options.faults, 'resourceManager', (status, headers) =>
      status === 429
        ? new ArmRefusal(
            429,
            'SubscriptionRequestsThrottled',
            'Number of requests exceeded the limit. Try again later.',
            { headers },
          )
        : new ArmRefusal(
            status,
            status >= 500 ? 'InternalServerError' : 'BadRequest',
            'The practice world was told to fail this request.',
            { headers },
          ),
    );
    answer = await serveResourceManager(
      {
        routes: options.resourceManager,
        resources: options.resources,
        ownOrigin: options.ownOrigin,
        authenticate: (sent) => authenticate(options, sent, resourceManagerAudience),
      },
      request,
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    answer = error.toResponse();
  }
  return { ...answer, headers: { ...resourceManagerHeaders(request), ...answer.headers } };
}

async function serveGraph(options: DispatchOptions, request: PracticeRequest): Promise<PracticeResponse> {
  failIfPlanned(options.faults, 'graph', (status, headers) =>
    status === 429
      ? new GraphRefusal(429, 'TooManyRequests', 'Too many requests.', headers)
      : new GraphRefusal(
          status,
          status >= 500 ? 'generalException' : 'BadRequest',
          'The practice world was told to fail this request.',
        ),
  );
  const caller = authenticate(options, request, graphAudience);
  if (caller === undefined) {
    throw new GraphRefusal(
      401,
      'InvalidAuthenticationToken',
      'Access token is empty, invalid or has expired.',
      {
        'www-authenticate': `Bearer realm="", authorization_uri="${options.ownOrigin()}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`,
      },
    );
  }
  const match = findRoute(options.graph, request);
  if (match.found === undefined) {
    throw match.reason === 'methodNotAllowed'
      ? new GraphRefusal(
          405,
          'Request_BadRequest',
          'Specified HTTP method is not allowed for the request target.',
        )
      : new GraphRefusal(
          400,
          'BadRequest',
          `Resource not found for the segment '${request.path.split('/')[2]}'.`,
        );
  }
  return match.found(caller);
}

function authenticate(
  options: DispatchOptions,
  request: PracticeRequest,
  audience: string,
): Caller | undefined {
  const { authorization = '' } = request.headers;
  if (!/^Bearer /i.test(authorization)) return undefined;
  return options.tokens.verify(authorization.slice('Bearer '.length), [audience, options.ownOrigin()]);
}

function failIfPlanned(
  faults: FaultPlan,
  target: FaultTarget,
  refusal: (status: number, headers: Readonly<Record<string, string>>) => Refusal,
): void {
  const failure = faults.take(target);
  if (failure === undefined) return;
  throw refusal(
    failure.status,
    failure.retryAfterSeconds === undefined ? {} : { 'retry-after': String(failure.retryAfterSeconds) },
  );
}
