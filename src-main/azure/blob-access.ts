import { ContainerSASPermissions, generateBlobSASQueryParameters, SASProtocol } from '@azure/storage-blob';
import { blobServiceClient } from './arm-clients.ts';
import { callAzure } from './azure-errors.ts';
import type { AzureResources, SessionSource } from './azure-resources.ts';

/** Long enough for one long copy; a worker that needs more asks again. */
const accessMilliseconds = 4 * 60 * 60_000;
/** Clocks of two computers differ. */
const clockSkewMilliseconds = 10 * 60_000;

export function blobAccess(account: SessionSource): Pick<AzureResources, 'blobService' | 'containerAccess'> {
  return {
    blobService: async (cloudId, storageAccount) =>
      blobServiceClient(await account.session(cloudId), storageAccount),
    containerAccess: (cloudId, storageAccount, container, permission) =>
      callAzure({ cloudId, resource: storageAccount }, async () => {
        const service = blobServiceClient(await account.session(cloudId), storageAccount);
        // Wall clock on purpose: the service judges by its own, also while the practice clock runs ahead.
        const now = Date.now();
        const startsOn = new Date(now - clockSkewMilliseconds);
        const expiresOn = new Date(now + accessMilliseconds);
        const key = await service.getUserDelegationKey(startsOn, expiresOn);
        const permissions = ContainerSASPermissions.parse(permission === 'read' ? 'rl' : 'racwdl');
        const signature = generateBlobSASQueryParameters(
          { containerName: container, permissions, startsOn, expiresOn, protocol: SASProtocol.Https },
          key,
          storageAccount,
        );
        return { url: `${service.getContainerClient(container).url}?${signature}`, expiresAt: expiresOn };
      }),
  };
}
