import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';
import type { Caller } from '../entra/tokens.ts';
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import { applyFilter } from './filter.ts';
import { GraphRefusal, objectNotFound } from './graph-refusal.ts';
import { mergeKeyCredentials } from './key-credentials.ts';
import type { Application, DirectoryDocument } from './state.ts';

const createSchema = z.object({
  displayName: z.string().min(1).max(256),
  signInAudience: z.string().default('AzureADMyOrg'),
  tags: z.array(z.string()).default([]),
  notes: z.string().nullish(),
  keyCredentials: z.unknown().optional(),
});
const updateSchema = createSchema.pick({ displayName: true, notes: true, keyCredentials: true }).partial();

/** Reads a JSON body. @throws GraphRefusal when it is none or breaks the schema */
export function readGraphBody<Value>(request: PracticeRequest, schema: z.ZodType<Value>): Value {
  let body: unknown;
  try {
    body = JSON.parse(request.body);
  } catch {
    throw new GraphRefusal(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GraphRefusal(
      400,
      'Request_BadRequest',
      `Invalid value for '${issue?.path.join('.')}': ${issue?.message}`,
    );
  }
  return parsed.data;
}

/** Application registrations: list, create, get, update, delete. */
export function applicationRoutes(directory: DirectoryDocument): readonly Route<Caller>[] {
  const { applications } = directory.value;
  return [
    route('GET', '/v1.0/applications', ({ query }) => {
      const found = applyFilter(Object.values(applications), query.get('$filter'), [
        'displayName',
        'appId',
        'id',
      ]);
      return json(200, {
        '@odata.context': '$metadata#applications',
        value: found.map((application) => view(application, false)),
      });
    }),
    route('POST', '/v1.0/applications', (request) => create(directory, request)),
    route('GET', '/v1.0/applications/{id}', ({ params, query }) => {
      // Graph gives out public keys only to whoever selects them, for one application at a time.
      const withKeys = (query.get('$select') ?? '').split(',').includes('keyCredentials');
      return json(200, view(find(directory, params.id), withKeys));
    }),
    route('PATCH', '/v1.0/applications/{id}', ({ params, ...request }) =>
      update(directory, find(directory, params.id), request),
    ),
    route('DELETE', '/v1.0/applications/{id}', ({ params }) => remove(directory, find(directory, params.id))),
  ];
}

function find(directory: DirectoryDocument, id: string): Application {
  const application = directory.value.applications[id.toLowerCase()];
  if (application === undefined) throw objectNotFound(id);
  return application;
}

async function create(directory: DirectoryDocument, request: PracticeRequest): Promise<PracticeResponse> {
  const sent = readGraphBody(request, createSchema);
  const application: Application = {
    id: randomUUID(),
    appId: randomUUID(),
    displayName: sent.displayName,
    signInAudience: sent.signInAudience,
    createdDateTime: new Date().toISOString(),
    keyCredentials: mergeKeyCredentials([], sent.keyCredentials ?? []),
    tags: sent.tags,
    notes: sent.notes ?? null,
  };
  directory.value.applications[application.id] = application;
  await directory.save();
  return json(201, view(application, false));
}

async function update(
  directory: DirectoryDocument,
  application: Application,
  request: PracticeRequest,
): Promise<PracticeResponse> {
  const { keyCredentials, displayName, notes } = readGraphBody(request, updateSchema);
  if (keyCredentials !== undefined) {
    application.keyCredentials = mergeKeyCredentials(application.keyCredentials, keyCredentials);
  }
  if (displayName !== undefined) application.displayName = displayName;
  if (notes !== undefined) application.notes = notes;
  await directory.save();
  return { status: 204 };
}

/** Deletes an application and, as Graph does, its service principal. */
async function remove(directory: DirectoryDocument, { id, appId }: Application): Promise<PracticeResponse> {
  const { applications, servicePrincipals } = directory.value;
  delete applications[id];
  for (const principal of Object.values(servicePrincipals)) {
    if (principal.appId === appId) delete servicePrincipals[principal.id];
  }
  await directory.save();
  return { status: 204 };
}

function view(application: Application, withKeys: boolean): unknown {
  return {
    ...application,
    keyCredentials: application.keyCredentials.map((key) => (withKeys ? key : { ...key, key: null })),
    passwordCredentials: [],
  };
}
