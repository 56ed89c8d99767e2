import { z } from 'zod';
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import {
  type ArmContext,
  type ArmWorld,
  findResourceGroup,
  findSubscription,
  sameName,
} from './arm-context.ts';
import { ArmRefusal, resourceNotFound } from './arm-refusal.ts';
import { readBody } from './body.ts';
import type { ProviderRegistry } from './providers.ts';
import { checkRegion } from './resource-groups.ts';
import type { Vault } from './state.ts';

const type = 'Microsoft.RecoveryServices/vaults';
const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.RecoveryServices/vaults`;
const namePattern = /^[A-Za-z][A-Za-z0-9-]{1,49}$/;

const createSchema = z.object({
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).default({}),
});
const configSchema = z.object({
  properties: z.object({
    storageModelType: z.enum(['GeoRedundant', 'LocallyRedundant', 'ZoneRedundant']).optional(),
    storageType: z.enum(['GeoRedundant', 'LocallyRedundant', 'ZoneRedundant']).optional(),
    crossRegionRestoreFlag: z.boolean().optional(),
  }),
});

const idOf = (vault: Vault): string =>
  `/subscriptions/${vault.subscriptionId}/resourceGroups/${vault.resourceGroup}/providers/${type}/${vault.name}`;

function view(vault: Vault): unknown {
  return {
    id: idOf(vault),
    name: vault.name,
    type,
    location: vault.location,
    tags: vault.tags,
    sku: { name: 'RS0', tier: 'Standard' },
    properties: {
      provisioningState: 'Succeeded',
      privateEndpointStateForBackup: 'None',
      privateEndpointStateForSiteRecovery: 'None',
      publicNetworkAccess: 'Enabled',
      redundancySettings: {
        standardTierStorageRedundancy: vault.redundancy,
        crossRegionRestore: vault.crossRegionRestore ? 'Enabled' : 'Disabled',
      },
    },
  };
}

function configView(vault: Vault): unknown {
  return {
    id: `${idOf(vault)}/backupstorageconfig/vaultstorageconfig`,
    name: 'vaultstorageconfig',
    type: `${type}/backupstorageconfig`,
    properties: {
      storageModelType: vault.redundancy,
      storageType: vault.redundancy,
      storageTypeState: 'Unlocked',
      crossRegionRestoreFlag: vault.crossRegionRestore,
    },
  };
}

interface VaultPlace {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}
const keyOf = (place: VaultPlace): string =>
  `/subscriptions/${place.subscriptionId}/resourcegroups/${place.resourceGroup}/providers/${type}/${place.name}`.toLowerCase();

function findVault(world: ArmWorld, place: VaultPlace): Vault {
  findResourceGroup(world, place.subscriptionId, place.resourceGroup);
  const vault = world.resources.value.vaults[keyOf(place)];
  if (vault === undefined) throw resourceNotFound(type, place.name, place.resourceGroup);
  return vault;
}

/** Recovery Services vaults and how they store backups. */
export function vaultRoutes(world: ArmWorld, providers: ProviderRegistry): readonly Route<ArmContext>[] {
  const { vaults } = world.resources.value;
  return [
    route(
      'GET',
      '/subscriptions/{subscriptionId}/providers/Microsoft.RecoveryServices/vaults',
      ({ params }) => {
        const { subscriptionId } = findSubscription(params.subscriptionId);
        return json(200, {
          value: Object.values(vaults)
            .filter((vault) => vault.subscriptionId === subscriptionId)
            .map(view),
        });
      },
    ),
    route('GET', inGroup, ({ params }) => {
      const group = findResourceGroup(world, params.subscriptionId, params.resourceGroup);
      const value = Object.values(vaults)
        .filter(
          (vault) =>
            vault.subscriptionId === group.subscriptionId && sameName(vault.resourceGroup, group.name),
        )
        .map(view);
      return json(200, { value });
    }),
    route('GET', `${inGroup}/{name}`, ({ params }) => json(200, view(findVault(world, params)))),
    route('PUT', `${inGroup}/{name}`, ({ params, ...request }) =>
      putVault(world, providers, params, request),
    ),
    route('DELETE', `${inGroup}/{name}`, async ({ params }) => {
      if (vaults[keyOf(params)] === undefined) return { status: 204 };
      delete vaults[keyOf(params)];
      await world.resources.save();
      return { status: 200 };
    }),
    ...storageConfigRoutes(world),
  ];
}

/** Creates a vault, or changes the tags of one. */
async function putVault(
  world: ArmWorld,
  providers: ProviderRegistry,
  place: VaultPlace,
  request: PracticeRequest,
): Promise<PracticeResponse> {
  const group = findResourceGroup(world, place.subscriptionId, place.resourceGroup);
  providers.requireRegistered(group.subscriptionId, 'Microsoft.RecoveryServices');
  if (!namePattern.test(place.name)) {
    throw new ArmRefusal(
      400,
      'ResourceNameInvalid',
      'A vault name has 2 to 50 letters, digits and hyphens and begins with a letter.',
    );
  }
  const { vaults } = world.resources.value;
  const { location, tags } = readBody(request, createSchema);
  const existing = vaults[keyOf(place)];
  const vault: Vault = {
    redundancy: 'GeoRedundant',
    crossRegionRestore: false,
    ...existing,
    subscriptionId: group.subscriptionId,
    resourceGroup: group.name,
    name: existing?.name ?? place.name,
    location: checkRegion(location),
    tags,
  };
  if (existing !== undefined && existing.location !== vault.location) {
    throw new ArmRefusal(
      409,
      'InvalidResourceLocation',
      `The resource '${place.name}' already exists in location '${existing.location}'.`,
    );
  }
  vaults[keyOf(place)] = vault;
  await world.resources.save();
  return json(existing === undefined ? 201 : 200, view(vault));
}

function storageConfigRoutes(world: ArmWorld): readonly Route<ArmContext>[] {
  const path = `${inGroup}/{name}/backupstorageconfig/vaultstorageconfig` as const;
  const change: Parameters<typeof route<typeof path, ArmContext>>[2] = async ({ params, ...request }) => {
    const vault = findVault(world, params);
    const { properties } = readBody(request, configSchema);
    vault.redundancy = properties.storageModelType ?? properties.storageType ?? vault.redundancy;
    vault.crossRegionRestore = properties.crossRegionRestoreFlag ?? vault.crossRegionRestore;
    await world.resources.save();
    return json(200, configView(vault));
  };
  return [
    route('GET', path, ({ params }) => json(200, configView(findVault(world, params)))),
    route('PUT', path, change),
    route('PATCH', path, change),
  ];
}
