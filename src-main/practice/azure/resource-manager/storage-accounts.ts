import { z } from 'zod';
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
import { newStorageKey } from './seed.ts';
import type { ResourceGroup, StorageAccount } from './state.ts';

/** The world of storage accounts: Resource Manager's and the blob service's view of them. */
export interface StorageWorld extends ArmWorld {
  readonly providers: ProviderRegistry;
  blobServiceUrl(accountName: string): string;
  /** Makes the blob service know accounts that were created or deleted. */
  accountsChanged(): void;
}

const namePattern = /^[a-z0-9]{3,24}$/;
const createSchema = z.object({
  location: z.string().min(1),
  kind: z.enum(['StorageV2', 'BlobStorage', 'Storage', 'BlockBlobStorage', 'FileStorage']),
  sku: z.object({ name: z.string().min(1) }),
  tags: z.record(z.string(), z.string()).default({}),
});
const nameSchema = z.object({ name: z.string(), type: z.string().optional() });

const inGroup =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Storage/storageAccounts';

/** ARM id as the service spells it. */
export const storageAccountId = (account: StorageAccount): string =>
  `/subscriptions/${account.subscriptionId}/resourceGroups/${account.resourceGroup}/providers/Microsoft.Storage/storageAccounts/${account.name}`;

/** @throws ArmRefusal `ResourceGroupNotFound`, `ResourceNotFound` */
export function findAccount(
  world: ArmWorld,
  place: { readonly subscriptionId: string; readonly resourceGroup: string; readonly accountName: string },
): StorageAccount {
  findResourceGroup(world, place.subscriptionId, place.resourceGroup);
  const account = world.resources.value.storageAccounts[place.accountName.toLowerCase()];
  if (
    account === undefined ||
    !sameName(account.subscriptionId, place.subscriptionId) ||
    !sameName(account.resourceGroup, place.resourceGroup)
  ) {
    throw resourceNotFound('Microsoft.Storage/storageAccounts', place.accountName, place.resourceGroup);
  }
  return account;
}

function view(account: StorageAccount, world: StorageWorld): unknown {
  return {
    id: storageAccountId(account),
    name: account.name,
    type: 'Microsoft.Storage/storageAccounts',
    location: account.location,
    kind: account.kind,
    sku: { name: account.sku, tier: account.sku.startsWith('Premium') ? 'Premium' : 'Standard' },
    tags: account.tags,
    properties: {
      provisioningState: 'Succeeded',
      creationTime: account.createdAt,
      primaryLocation: account.location,
      statusOfPrimary: 'available',
      supportsHttpsTrafficOnly: true,
      minimumTlsVersion: 'TLS1_2',
      allowBlobPublicAccess: false,
      allowSharedKeyAccess: true,
      ...(account.kind.endsWith('Storage') && account.kind !== 'Storage' ? { accessTier: 'Hot' } : {}),
      networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow', ipRules: [], virtualNetworkRules: [] },
      primaryEndpoints: { blob: `${world.blobServiceUrl(account.name)}/` },
    },
  };
}

/** List, get, create, delete, keys, and whether a name is free. */
export function storageAccountRoutes(world: StorageWorld): readonly Route<ArmContext>[] {
  const { storageAccounts } = world.resources.value;
  const list = (subscriptionId: string, resourceGroup?: string): unknown => ({
    value: Object.values(storageAccounts)
      .filter((account) => sameName(account.subscriptionId, subscriptionId))
      .filter((account) => resourceGroup === undefined || sameName(account.resourceGroup, resourceGroup))
      .map((account) => view(account, world)),
  });
  return [
    route(
      'GET',
      '/subscriptions/{subscriptionId}/providers/Microsoft.Storage/storageAccounts',
      ({ params }) => json(200, list(findSubscription(params.subscriptionId).subscriptionId)),
    ),
    route(
      'POST',
      '/subscriptions/{subscriptionId}/providers/Microsoft.Storage/checkNameAvailability',
      (request) => {
        const { name } = readBody(request, nameSchema);
        return json(200, availability(name, storageAccounts[name] !== undefined));
      },
    ),
    route('GET', inGroup, ({ params }) => {
      findResourceGroup(world, params.subscriptionId, params.resourceGroup);
      return json(200, list(params.subscriptionId, params.resourceGroup));
    }),
    route('GET', `${inGroup}/{accountName}`, ({ params }) =>
      json(200, view(findAccount(world, params), world)),
    ),
    ...changeRoutes(world),
  ];
}

/** Create, delete, and the keys. */
function changeRoutes(world: StorageWorld): readonly Route<ArmContext>[] {
  const { storageAccounts } = world.resources.value;
  return [
    route('PUT', `${inGroup}/{accountName}`, async ({ params, ...request }) => {
      const account = createAccount(world, params, readBody(request, createSchema));
      storageAccounts[account.name] = account;
      world.accountsChanged();
      await world.resources.save();
      return json(200, view(account, world));
    }),
    route('DELETE', `${inGroup}/{accountName}`, async ({ params }) => {
      const account = storageAccounts[params.accountName.toLowerCase()];
      if (account === undefined) return { status: 204 };
      delete storageAccounts[findAccount(world, params).name];
      world.accountsChanged();
      await world.resources.save();
      return { status: 200 };
    }),
    route('POST', `${inGroup}/{accountName}/listKeys`, ({ params }) => {
      const { keys, createdAt } = findAccount(world, params);
      return json(200, {
        keys: keys.map((value, index) => ({
          keyName: `key${index + 1}`,
          value,
          permissions: 'FULL',
          creationTime: createdAt,
        })),
      });
    }),
  ];
}

function createAccount(
  world: StorageWorld,
  place: { readonly subscriptionId: string; readonly resourceGroup: string; readonly accountName: string },
  body: z.infer<typeof createSchema>,
): StorageAccount {
  const group = findResourceGroup(world, place.subscriptionId, place.resourceGroup);
  world.providers.requireRegistered(group.subscriptionId, 'Microsoft.Storage');
  const location = checkRegion(body.location);
  const existing = world.resources.value.storageAccounts[place.accountName];
  if (existing !== undefined) {
    checkSameAccount(existing, group, location, body.kind);
    return { ...existing, sku: body.sku.name, tags: body.tags };
  }
  if (!namePattern.test(place.accountName)) {
    throw new ArmRefusal(
      400,
      'AccountNameInvalid',
      `${place.accountName} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
    );
  }
  return {
    subscriptionId: group.subscriptionId,
    resourceGroup: group.name,
    name: place.accountName,
    location,
    kind: body.kind,
    sku: body.sku.name,
    createdAt: world.clock.now().toISOString(),
    tags: body.tags,
    keys: [newStorageKey(), newStorageKey()],
  };
}

/** A PUT on an account that is there may change its redundancy and tags only. */
function checkSameAccount(
  existing: StorageAccount,
  group: ResourceGroup,
  location: string,
  kind: StorageAccount['kind'],
): void {
  if (existing.subscriptionId !== group.subscriptionId || !sameName(existing.resourceGroup, group.name)) {
    throw new ArmRefusal(
      409,
      'StorageAccountAlreadyTaken',
      `The storage account named ${existing.name} is already taken.`,
    );
  }
  if (existing.location !== location || existing.kind !== kind) {
    throw new ArmRefusal(
      409,
      'InvalidResourceLocation',
      `The storage account ${existing.name} already exists with another location or kind.`,
    );
  }
}

function availability(name: string, isTaken: boolean): unknown {
  if (!namePattern.test(name)) {
    return {
      nameAvailable: false,
      reason: 'AccountNameInvalid',
      message: `${name} is not a valid storage account name.`,
    };
  }
  if (isTaken) {
    return {
      nameAvailable: false,
      reason: 'AlreadyExists',
      message: `The storage account named ${name} is already taken.`,
    };
  }
  return { nameAvailable: true };
}
