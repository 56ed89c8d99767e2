/** @file For tests of the vault and the monitor: Azurite, and access to it as the vault asks for it. */
import { type BlobServiceClient, ContainerSASPermissions } from '@azure/storage-blob';
import { startMemoryAzurite } from '../../testing/azurite.ts';
import type { VaultAzure } from '../vault-azure.ts';

export interface TestAzurite {
  readonly service: BlobServiceClient;
  readonly azure: VaultAzure;
  close(): Promise<void>;
}

/** @param folder an empty folder for the few files that Azurite writes even in memory */
export async function startTestAzurite(folder: string): Promise<TestAzurite> {
  const { service, close } = await startMemoryAzurite(folder, 'seedacct1');
  const azure: VaultAzure = {
    blobService: async () => service,
    certificateAuthority: async () => undefined,
    containerAccess: async (_cloudId, _account, container, permission) => ({
      url: await service.getContainerClient(container).generateSasUrl({
        permissions: ContainerSASPermissions.parse(permission === 'read' ? 'rl' : 'racwdl'),
        expiresOn: new Date(Date.now() + 3_600_000),
      }),
    }),
  };
  return { service, azure, close };
}
