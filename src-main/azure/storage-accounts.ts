import type { StorageAccount } from '@azure/arm-storage';
import type { StorageAccountChoice } from '../../src-shared/contract/initiate-calls.ts';
import { brokenStorageAccountRule } from '../../src-shared/domain/naming-rules.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { storageClient } from './arm-clients.ts';
import { callAzure } from './azure-errors.ts';
import type { AzureResources, AzureScope, SessionSource } from './azure-resources.ts';
import { resourceGroupOf } from './resource-id.ts';

const field = 'storageAccount';

/** Page blobs need a general purpose account on standard hardware (offline-backup.md 2.2 step 7a, import-export.md 4.2). */
function blockerOf({ kind, sku }: StorageAccount): StorageAccountChoice['blocker'] {
  if (sku?.name?.startsWith('Premium') === true || kind === 'BlockBlobStorage' || kind === 'FileStorage') {
    return 'premium';
  }
  return kind === 'BlobStorage' ? 'kindBlobStorage' : undefined;
}

function toChoice(account: StorageAccount): StorageAccountChoice {
  const blocker = blockerOf(account);
  return {
    name: account.name ?? '',
    resourceGroup: resourceGroupOf(account.id),
    region: account.location,
    kind: account.kind ?? '',
    ...(blocker === undefined ? {} : { blocker }),
  };
}

export function storageAccounts(
  account: SessionSource,
): Pick<AzureResources, 'storageAccounts' | 'usableStorageAccount'> {
  const list = ({ cloudId, subscriptionId }: AzureScope): Promise<StorageAccountChoice[]> =>
    callAzure({ cloudId, resource: subscriptionId, field }, async () => {
      const client = storageClient(await account.session(cloudId), subscriptionId);
      const choices: StorageAccountChoice[] = [];
      for await (const entry of client.storageAccounts.list()) choices.push(toChoice(entry));
      return choices;
    });
  return {
    storageAccounts: list,
    usableStorageAccount: async (scope, name) => {
      const isNameGood = brokenStorageAccountRule(name) === undefined;
      const choice = isNameGood ? (await list(scope)).find((entry) => entry.name === name) : undefined;
      if (choice === undefined) throw accountError('azure.storageAccountInvalid', { name });
      if (choice.blocker !== undefined) {
        throw accountError('azure.storageAccountKind', { name, kind: choice.kind });
      }
      return choice;
    },
  };
}

function accountError(
  code: 'azure.storageAccountInvalid' | 'azure.storageAccountKind',
  params: Readonly<Record<string, string>>,
): AppError {
  return new AppError({ kind: 'user', code, params, field, retry: 'choose-again' });
}
