import { brokenContainerRule } from '../../src-shared/domain/naming-rules.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { blobServiceClient, storageClient } from './arm-clients.ts';
import { type AzureCall, callAzure, statusOf } from './azure-errors.ts';
import type { AzureResources, SessionSource, StorageAccountScope } from './azure-resources.ts';

const field = 'container';
/** More than this nobody chooses from; a name can still be typed. */
const mostContainers = 5000;

function containerCall({ cloudId }: StorageAccountScope, container: string): AzureCall {
  return { cloudId, resource: container, field, params: { name: container } };
}

/** @throws AppError `azure.containerInvalid`: a broken name would make the datacenter import elsewhere (import-export.md 2.6) */
export function requireContainerName(container: string): void {
  const rule = brokenContainerRule(container);
  if (rule === undefined) return;
  throw new AppError({
    kind: 'user',
    code: 'azure.containerInvalid',
    params: { name: container, rule },
    field,
    retry: 'choose-again',
  });
}

/** Lists and creates through Resource Manager; looks inside through the blob service, as Resource Manager cannot. */
export function containers(
  account: SessionSource,
): Pick<AzureResources, 'containers' | 'createContainer' | 'containerContent'> {
  return {
    containers: (scope) =>
      callAzure({ cloudId: scope.cloudId, resource: scope.storageAccount, field }, async () => {
        const client = storageClient(await account.session(scope.cloudId), scope.subscriptionId);
        const names: string[] = [];
        const found = client.blobContainers.list(scope.resourceGroup, scope.storageAccount);
        for await (const { name } of found) {
          if (name !== undefined) names.push(name);
          if (names.length === mostContainers) break;
        }
        return names;
      }),
    createContainer: (scope, container) => {
      requireContainerName(container);
      return callAzure(containerCall(scope, container), async () => {
        const client = storageClient(await account.session(scope.cloudId), scope.subscriptionId);
        await client.blobContainers.create(scope.resourceGroup, scope.storageAccount, container, {});
      });
    },
    containerContent: (scope, container, isOwnBlob) => {
      requireContainerName(container);
      return callAzure(containerCall(scope, container), async () => {
        const service = blobServiceClient(await account.session(scope.cloudId), scope.storageAccount);
        try {
          let isEmpty = true;
          for await (const blob of service.getContainerClient(container).listBlobsFlat()) {
            if (!isOwnBlob(blob.name)) return 'otherBlobs';
            isEmpty = false;
          }
          return isEmpty ? 'empty' : 'ownBlobs';
        } catch (error) {
          if (statusOf(error) === 404) return 'missing';
          throw error;
        }
      });
    },
  };
}
