import type { BlobServiceClient } from '@azure/storage-blob';
import type {
  StorageAccountChoice,
  SubscriptionChoice,
  VaultChoice,
} from '../../src-shared/contract/initiate-calls.ts';
import type { CloudId } from '../../src-shared/domain/clouds.ts';
import type { AccountService } from './account-service.ts';
import { blobAccess } from './blob-access.ts';
import { containers } from './containers.ts';
import { providers } from './providers.ts';
import { storageAccounts } from './storage-accounts.ts';
import { subscriptions } from './subscriptions.ts';
import { vaults } from './vaults.ts';

/** A subscription in the cloud of a job. */
export interface AzureScope {
  readonly cloudId: CloudId;
  readonly subscriptionId: string;
}

export interface StorageAccountScope extends AzureScope {
  readonly resourceGroup: string;
  readonly storageAccount: string;
}

/** What stands in the container that a seed shall be imported into. */
export type ContainerContent = 'missing' | 'empty' | 'ownBlobs' | 'otherBlobs';

/** Short-lived access to one container, for a worker thread that has no sign-in. Holds a signature: never log, never store. */
export interface ContainerAccess {
  /** URL of the container with its signature. */
  readonly url: string;
  readonly expiresAt: Date;
}

export type ContainerPermission = 'read' | 'write';

/**
 * Resources of Azure that the wizard chooses from and prepares. Every call needs a sign-in to the cloud it names.
 * @throws AppError `azure.signInRequired`, `azure.signInExpired`, `azure.forbidden`, `azure.throttled`, `azure.unreachable`, ...
 */
export interface AzureResources {
  subscriptions(cloudId: CloudId): Promise<readonly SubscriptionChoice[]>;
  /** @throws AppError `azure.subscriptionInvalid` when the subscription cannot be seen or is disabled */
  checkSubscription(scope: AzureScope): Promise<SubscriptionChoice>;
  storageAccounts(scope: AzureScope): Promise<readonly StorageAccountChoice[]>;
  /** @throws AppError `azure.storageAccountInvalid`, `azure.storageAccountKind` */
  usableStorageAccount(scope: AzureScope, name: string): Promise<StorageAccountChoice>;
  containers(account: StorageAccountScope): Promise<readonly string[]>;
  /** Creates the container; one that exists stays as it is. */
  createContainer(account: StorageAccountScope, container: string): Promise<void>;
  /** @param isOwnBlob tells names that belong to this job */
  containerContent(
    account: StorageAccountScope,
    container: string,
    isOwnBlob: (blobName: string) => boolean,
  ): Promise<ContainerContent>;
  vaults(scope: AzureScope): Promise<readonly VaultChoice[]>;
  /** Registration state of a resource provider, e.g. `Registered`. */
  providerState(scope: AzureScope, namespace: string): Promise<string>;
  /** Registers and waits until it is done. */
  registerProvider(scope: AzureScope, namespace: string, signal?: AbortSignal): Promise<void>;
  /** Blob service of an account as the signed-in operator. */
  blobService(cloudId: CloudId, storageAccount: string): Promise<BlobServiceClient>;
  /** User delegation SAS for a container; valid a few hours at most. */
  containerAccess(
    cloudId: CloudId,
    storageAccount: string,
    container: string,
    permission: ContainerPermission,
  ): Promise<ContainerAccess>;
}

/** @param account who is signed in */
export function createAzureResources(account: Pick<AccountService, 'session'>): AzureResources {
  return {
    ...subscriptions(account),
    ...storageAccounts(account),
    ...containers(account),
    ...vaults(account),
    ...providers(account),
    ...blobAccess(account),
  };
}

/** What the parts of the resources need of the account. */
export type SessionSource = Pick<AccountService, 'session'>;
