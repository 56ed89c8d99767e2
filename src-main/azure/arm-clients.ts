import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { RecoveryServicesClient } from '@azure/arm-recoveryservices';
import { ResourceManagementClient } from '@azure/arm-resources';
import {
  SubscriptionClient,
  type SubscriptionClientOptionalParams,
} from '@azure/arm-resources-subscriptions';
import { StorageManagementClient } from '@azure/arm-storage';
import { StorageImportExport } from '@azure/arm-storageimportexport';
import { BlobServiceClient } from '@azure/storage-blob';
import type { AzureSession } from './azure-session.ts';

/** Patience of one call: three tries within some seconds; a `retry-after` of a throttling service is honoured on top. */
const retryOptions = { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 4000 };

type Policies = NonNullable<SubscriptionClientOptionalParams['additionalPolicies']>;

/** Tells the session when its token was refused. */
function refusalPolicies({ noticeRefusal }: AzureSession): Policies {
  const policy: Policies[number]['policy'] = {
    name: 'noticeRefusal',
    sendRequest: async (request, next) => {
      const response = await next(request);
      if (response.status === 401) noticeRefusal();
      return response;
    },
  };
  return [{ policy, position: 'perCall' }];
}

function armOptions(session: AzureSession) {
  const { connection, scopes } = session;
  return {
    endpoint: connection.endpoints.resourceManager,
    credentials: { scopes: [scopes.resourceManager] },
    additionalPolicies: refusalPolicies(session),
    retryOptions,
  };
}

/** Older generation of SDKs: the same settings under other names. */
function classicArmOptions(session: AzureSession) {
  const { connection, scopes } = session;
  return {
    additionalPolicies: refusalPolicies(session),
    endpoint: connection.endpoints.resourceManager,
    $host: connection.endpoints.resourceManager,
    credentialScopes: scopes.resourceManager,
    retryOptions,
  };
}

export const subscriptionClient = (session: AzureSession): SubscriptionClient =>
  new SubscriptionClient(session.credential, armOptions(session));

export const resourceClient = (session: AzureSession, subscriptionId: string): ResourceManagementClient =>
  new ResourceManagementClient(session.credential, subscriptionId, armOptions(session));

export const storageClient = (session: AzureSession, subscriptionId: string): StorageManagementClient =>
  new StorageManagementClient(session.credential, subscriptionId, armOptions(session));

export const vaultClient = (session: AzureSession, subscriptionId: string): RecoveryServicesClient =>
  new RecoveryServicesClient(session.credential, subscriptionId, armOptions(session));

export const authorizationClient = (
  session: AzureSession,
  subscriptionId: string,
): AuthorizationManagementClient =>
  new AuthorizationManagementClient(session.credential, subscriptionId, classicArmOptions(session));

export const importExportClient = (session: AzureSession, subscriptionId: string): StorageImportExport =>
  new StorageImportExport(session.credential, subscriptionId, classicArmOptions(session));

/** Blob service of an account as the signed-in operator; needs a data role such as Storage Blob Data Contributor. */
export const blobServiceClient = (session: AzureSession, storageAccount: string): BlobServiceClient =>
  new BlobServiceClient(session.connection.blobServiceUrl(storageAccount), session.credential, {
    // The option is named after the audience and takes the scope.
    audience: session.scopes.storage,
    retryOptions: { maxTries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 4000 },
  });
