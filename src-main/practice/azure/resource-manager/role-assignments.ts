import { z } from 'zod';
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import type { ArmContext, ArmWorld } from './arm-context.ts';
import { ArmRefusal } from './arm-refusal.ts';
import { covers } from './authorization.ts';
import { readBody } from './body.ts';
import { roleGuidOf } from './role-definitions.ts';
import type { RoleAssignment } from './state.ts';

const bodySchema = z.object({
  properties: z.object({
    roleDefinitionId: z.string().min(1),
    principalId: z.guid(),
    principalType: z.string().default('User'),
  }),
});

export interface PrincipalLookup {
  /** True for people and service principals of the tenant. */
  hasPrincipal(objectId: string): boolean;
}

const path = '{+scope}/providers/Microsoft.Authorization/roleAssignments';

function view(assignment: RoleAssignment): unknown {
  const { name, scope, createdAt, ...rest } = assignment;
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: { ...rest, scope, createdOn: createdAt, updatedOn: createdAt, condition: null },
  };
}

const keyOf = (scope: string, name: string): string =>
  `${scope}/providers/microsoft.authorization/roleassignments/${name}`.toLowerCase();

/** Listing by scope and principal, create, get, delete. */
export function roleAssignmentRoutes(
  world: ArmWorld,
  principals: PrincipalLookup,
): readonly Route<ArmContext>[] {
  const { roleAssignments } = world.resources.value;
  return [
    route('GET', path, ({ params, query }) => {
      const matches = filterOf(query.get('$filter') ?? '', params.scope);
      return json(200, { value: Object.values(roleAssignments).filter(matches).map(view) });
    }),
    route('GET', `${path}/{name}`, ({ params }) => {
      const found = roleAssignments[keyOf(params.scope, params.name)];
      if (found === undefined) {
        throw new ArmRefusal(
          404,
          'RoleAssignmentNotFound',
          `The role assignment '${params.name}' is not found.`,
        );
      }
      return json(200, view(found));
    }),
    route('PUT', `${path}/{name}`, ({ params, ...request }) => assign(world, principals, params, request)),
    route('DELETE', `${path}/{name}`, async ({ params }) => {
      const key = keyOf(params.scope, params.name);
      const found = roleAssignments[key];
      if (found === undefined) return { status: 204 };
      delete roleAssignments[key];
      await world.resources.save();
      return json(200, view(found));
    }),
  ];
}

/** Assigns a role; asking again under the same name changes nothing. */
async function assign(
  world: ArmWorld,
  principals: PrincipalLookup,
  place: { readonly scope: string; readonly name: string },
  request: PracticeRequest,
): Promise<PracticeResponse> {
  const { roleAssignments } = world.resources.value;
  const { properties } = readBody(request, bodySchema);
  checkAssignment(properties, place.name, principals);
  const twin = Object.values(roleAssignments).find(
    (existing) =>
      existing.scope.toLowerCase() === place.scope.toLowerCase() &&
      existing.principalId === properties.principalId &&
      roleGuidOf(existing.roleDefinitionId) === roleGuidOf(properties.roleDefinitionId),
  );
  if (twin !== undefined && twin.name !== place.name) {
    throw new ArmRefusal(
      409,
      'RoleAssignmentExists',
      `The role assignment already exists. The ID of the existing role assignment is ${twin.name}.`,
    );
  }
  if (twin !== undefined) return json(200, view(twin));
  const created = {
    name: place.name,
    scope: place.scope,
    ...properties,
    createdAt: world.clock.now().toISOString(),
  };
  roleAssignments[keyOf(place.scope, place.name)] = created;
  await world.resources.save();
  return json(201, view(created));
}

function checkAssignment(
  { roleDefinitionId, principalId }: { roleDefinitionId: string; principalId: string },
  name: string,
  principals: PrincipalLookup,
): void {
  if (!z.guid().safeParse(name).success) {
    throw new ArmRefusal(400, 'InvalidRoleAssignmentId', 'The role assignment ID must be a GUID.');
  }
  if (roleGuidOf(roleDefinitionId) === undefined) {
    throw new ArmRefusal(
      404,
      'RoleDefinitionDoesNotExist',
      `The specified role definition '${roleDefinitionId}' does not exist.`,
    );
  }
  if (!principals.hasPrincipal(principalId)) {
    throw new ArmRefusal(
      400,
      'PrincipalNotFound',
      `Principal ${principalId} does not exist in the directory.`,
    );
  }
}

/** Understands `atScope()`, `principalId eq '...'`, `assignedTo('...')` and these joined by `and`. */
function filterOf(filter: string, scope: string): (assignment: RoleAssignment) => boolean {
  let principalId: string | undefined;
  let isOnlyAtScope = false;
  for (const term of filter.split(/\s+and\s+/i).filter((part) => part.trim() !== '')) {
    const id = /^\s*(?:principalId eq '([^']+)'|assignedTo\('([^']+)'\))\s*$/i.exec(term);
    if (/^\s*atScope\(\)\s*$/i.test(term)) isOnlyAtScope = true;
    else if (id !== null) principalId = id[1] ?? id[2];
    else throw new ArmRefusal(400, 'UnsupportedFilter', `The filter '${term.trim()}' is not supported.`);
  }
  return (assignment) =>
    (principalId === undefined || assignment.principalId === principalId) &&
    (covers(assignment.scope, scope) || (!isOnlyAtScope && covers(scope, assignment.scope)));
}
