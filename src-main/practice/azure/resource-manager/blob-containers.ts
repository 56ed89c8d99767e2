import type { BlobServiceClient, ContainerProperties } from '@azure/storage-blob';
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import type { ArmContext } from './arm-context.ts';
import { ArmRefusal } from './arm-refusal.ts';
import type { StorageAccount } from './state.ts';
import { findAccount, type StorageWorld, storageAccountId } from './storage-accounts.ts';

const path =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers';
/** 3 to 63 lower-case letters, digits and single hyphens. */
const namePattern = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

type Properties = Pick<ContainerProperties, 'lastModified' | 'etag' | 'leaseState' | 'leaseStatus'>;

function view(
  account: StorageAccount,
  name: string,
  properties: Partial<Properties>,
  metadata: Readonly<Record<string, string>> | undefined,
): unknown {
  return {
    id: `${storageAccountId(account)}/blobServices/default/containers/${name}`,
    name,
    type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
    etag: `"${properties.etag ?? ''}"`,
    properties: {
      publicAccess: 'None',
      leaseStatus: capitalize(properties.leaseStatus ?? 'unlocked'),
      leaseState: capitalize(properties.leaseState ?? 'available'),
      lastModifiedTime: properties.lastModified?.toISOString(),
      hasImmutabilityPolicy: false,
      hasLegalHold: false,
      ...(metadata === undefined || Object.keys(metadata).length === 0 ? {} : { metadata }),
    },
  };
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Containers as Resource Manager sees them; they are the real ones of the blob service. */
export function blobContainerRoutes(
  world: StorageWorld,
  blobService: (accountName: string) => BlobServiceClient,
): readonly Route<ArmContext>[] {
  const open = async (account: StorageAccount, name: string): Promise<unknown> => {
    const container = blobService(account.name).getContainerClient(name);
    if (!(await container.exists())) {
      throw new ArmRefusal(404, 'ContainerNotFound', 'The specified container does not exist.');
    }
    const properties = await container.getProperties();
    return view(account, name, properties, properties.metadata);
  };
  return [
    route('GET', path, async ({ params }) => {
      const account = findAccount(world, params);
      const value: unknown[] = [];
      for await (const item of blobService(account.name).listContainers({ includeMetadata: true })) {
        value.push(view(account, item.name, item.properties, item.metadata));
      }
      return json(200, { value });
    }),
    route('GET', `${path}/{name}`, async ({ params }) =>
      json(200, await open(findAccount(world, params), params.name)),
    ),
    route('PUT', `${path}/{name}`, async ({ params }) => {
      const account = findAccount(world, params);
      if (!namePattern.test(params.name)) {
        throw new ArmRefusal(400, 'ContainerNameInvalid', `The container name '${params.name}' is invalid.`);
      }
      const { succeeded } = await blobService(account.name)
        .getContainerClient(params.name)
        .createIfNotExists();
      return json(succeeded ? 201 : 200, await open(account, params.name));
    }),
    route('DELETE', `${path}/{name}`, async ({ params }) => {
      const account = findAccount(world, params);
      const { succeeded } = await blobService(account.name).getContainerClient(params.name).deleteIfExists();
      return { status: succeeded ? 200 : 204 };
    }),
  ];
}
