import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';
import type { Caller } from '../entra/tokens.ts';
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import { readGraphBody } from './applications.ts';
import { applyFilter } from './filter.ts';
import { GraphRefusal, objectNotFound } from './graph-refusal.ts';
import type { DirectoryDocument, ServicePrincipal } from './state.ts';

const createSchema = z.object({ appId: z.guid() });

function view(principal: ServicePrincipal): unknown {
  return {
    ...principal,
    appDisplayName: principal.displayName,
    accountEnabled: true,
    servicePrincipalType: 'Application',
  };
}

/** Service principals: list, create, get, delete. */
export function servicePrincipalRoutes(directory: DirectoryDocument): readonly Route<Caller>[] {
  const { servicePrincipals } = directory.value;
  const find = (id: string): ServicePrincipal => {
    const principal = servicePrincipals[id.toLowerCase()];
    if (principal === undefined) throw objectNotFound(id);
    return principal;
  };
  return [
    route('GET', '/v1.0/servicePrincipals', ({ query }) => {
      const found = applyFilter(Object.values(servicePrincipals), query.get('$filter'), [
        'appId',
        'displayName',
        'id',
      ]);
      return json(200, { '@odata.context': '$metadata#servicePrincipals', value: found.map(view) });
    }),
    route('POST', '/v1.0/servicePrincipals', (request) => create(directory, request)),
    route('GET', '/v1.0/servicePrincipals/{id}', ({ params }) => json(200, view(find(params.id)))),
    route('DELETE', '/v1.0/servicePrincipals/{id}', async ({ params }) => {
      delete servicePrincipals[find(params.id).id];
      await directory.save();
      return { status: 204 };
    }),
  ];
}

async function create(directory: DirectoryDocument, request: PracticeRequest): Promise<PracticeResponse> {
  const { applications, servicePrincipals } = directory.value;
  const { appId } = readGraphBody(request, createSchema);
  const application = Object.values(applications).find((candidate) => candidate.appId === appId);
  if (application === undefined) {
    throw new GraphRefusal(
      400,
      'NoBackingApplicationObject',
      'The appId of the service principal does not reference a valid application object.',
    );
  }
  if (Object.values(servicePrincipals).some((principal) => principal.appId === appId)) {
    throw new GraphRefusal(
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      'The service principal cannot be created because the service principal name is already in use.',
    );
  }
  const principal = { id: randomUUID(), appId, displayName: application.displayName };
  servicePrincipals[principal.id] = principal;
  await directory.save();
  return json(201, view(principal));
}
