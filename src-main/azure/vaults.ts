import type { Vault } from '@azure/arm-recoveryservices';
import type { ResourceManagementClient } from '@azure/arm-resources';
import { z } from 'zod';
import type { VaultChoice } from '../../src-shared/contract/initiate-calls.ts';
import { resourceClient, vaultClient } from './arm-clients.ts';
import { callAzure, statusOf } from './azure-errors.ts';
import type { AzureResources, SessionSource } from './azure-resources.ts';
import { resourceGroupOf, vaultId } from './resource-id.ts';

const field = 'vaultName';
const storageConfigurationVersion = '2023-02-01';
const storageConfigurationSchema = z.object({
  storageModelType: z.string().optional(),
  storageType: z.string().optional(),
});

/** Redundancy of a vault. Old vaults keep it in `backupstorageconfig` only, new ones in their own properties as well. */
async function redundancyOf(
  client: ResourceManagementClient,
  subscriptionId: string,
  vault: Vault,
): Promise<string> {
  const own = vault.properties?.redundancySettings?.standardTierStorageRedundancy ?? '';
  const id = vaultId(subscriptionId, resourceGroupOf(vault.id), vault.name ?? '');
  try {
    const path = `${id}/backupstorageconfig/vaultstorageconfig`.slice(1);
    const resource = await client.resources.getById(path, storageConfigurationVersion);
    const { storageModelType, storageType } = storageConfigurationSchema.parse(resource.properties ?? {});
    return storageModelType ?? storageType ?? own;
  } catch (error) {
    // A reader without rights on the backup part still sees the vault.
    if (statusOf(error) === 403 || statusOf(error) === 404 || error instanceof z.ZodError) return own;
    throw error;
  }
}

export function vaults(account: SessionSource): Pick<AzureResources, 'vaults'> {
  return {
    vaults: ({ cloudId, subscriptionId }) =>
      callAzure({ cloudId, resource: subscriptionId, field }, async () => {
        const session = await account.session(cloudId);
        const resources = resourceClient(session, subscriptionId);
        const choices: VaultChoice[] = [];
        for await (const vault of vaultClient(session, subscriptionId).vaults.listBySubscriptionId()) {
          choices.push({
            name: vault.name ?? '',
            resourceGroup: resourceGroupOf(vault.id),
            region: vault.location,
            redundancy: await redundancyOf(resources, subscriptionId, vault),
          });
        }
        return choices;
      }),
  };
}
