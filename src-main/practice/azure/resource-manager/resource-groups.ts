import { z } from 'zod';
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import {
  type ArmContext,
  type ArmWorld,
  findResourceGroup,
  findSubscription,
  normalizeLocation,
  resourceGroupKey,
} from './arm-context.ts';
import { ArmRefusal } from './arm-refusal.ts';
import { readBody } from './body.ts';
import { regions } from './regions.ts';
import type { ResourceGroup } from './state.ts';

const bodySchema = z.object({
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).default({}),
});
const namePattern = /^[-\w.()\p{L}\p{N}]{0,89}[-\w()\p{L}\p{N}]$/u;

function view(group: ResourceGroup): unknown {
  return {
    id: `/subscriptions/${group.subscriptionId}/resourceGroups/${group.name}`,
    name: group.name,
    type: 'Microsoft.Resources/resourceGroups',
    location: group.location,
    tags: group.tags,
    properties: { provisioningState: 'Succeeded' },
  };
}

/** @throws ArmRefusal when no such region exists */
export function checkRegion(location: string): string {
  const name = normalizeLocation(location);
  if (!regions.some(([region]) => region === name)) {
    throw new ArmRefusal(
      400,
      'LocationNotAvailableForResourceGroup',
      `The location '${location}' is not available.`,
      {
        target: 'location',
      },
    );
  }
  return name;
}

/** List, get, existence, create or update. */
export function resourceGroupRoutes(world: ArmWorld): readonly Route<ArmContext>[] {
  const path = '/subscriptions/{subscriptionId}/resourceGroups/{name}';
  return [
    route('GET', '/subscriptions/{subscriptionId}/resourceGroups', ({ params }) => {
      const { subscriptionId } = findSubscription(params.subscriptionId);
      const groups = Object.values(world.resources.value.resourceGroups);
      return json(200, {
        value: groups.filter((group) => group.subscriptionId === subscriptionId).map(view),
      });
    }),
    route('GET', path, ({ params }) =>
      json(200, view(findResourceGroup(world, params.subscriptionId, params.name))),
    ),
    route('HEAD', path, ({ params }) => {
      findResourceGroup(world, params.subscriptionId, params.name);
      return { status: 204 };
    }),
    route('PUT', path, ({ params, ...request }) => putGroup(world, params, request)),
  ];
}

async function putGroup(
  world: ArmWorld,
  place: { readonly subscriptionId: string; readonly name: string },
  request: PracticeRequest,
): Promise<PracticeResponse> {
  const { subscriptionId } = findSubscription(place.subscriptionId);
  if (!namePattern.test(place.name)) {
    throw new ArmRefusal(
      400,
      'InvalidResourceGroup',
      `The provided resource group name '${place.name}' has these invalid characters or ends with a period.`,
    );
  }
  const { location, tags } = readBody(request, bodySchema);
  const key = resourceGroupKey(subscriptionId, place.name);
  const { resourceGroups } = world.resources.value;
  const existing = resourceGroups[key];
  const region = checkRegion(location);
  if (existing !== undefined && existing.location !== region) {
    throw new ArmRefusal(
      409,
      'InvalidResourceGroupLocation',
      `Invalid resource group location '${location}'. The Resource group already exists in location '${existing.location}'.`,
    );
  }
  const group = { subscriptionId, name: existing?.name ?? place.name, location: region, tags };
  resourceGroups[key] = group;
  await world.resources.save();
  return json(existing === undefined ? 201 : 200, view(group));
}
