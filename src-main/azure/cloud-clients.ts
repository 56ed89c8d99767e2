import { PublicClientApplication } from '@azure/msal-node';
import type { CloudId } from '../../src-shared/domain/clouds.ts';
import { trustCertificateAuthority } from '../platform/node/trust.ts';
import type { CloudConnection, CloudDirectory } from '../platform/ports/cloud-directory.ts';
import type { SecretStore } from '../platform/ports/secret-store.ts';
import { createTokenCache } from './token-cache.ts';

/** A cloud with the MSAL client that belongs to its endpoints of today. */
export interface CloudClient {
  readonly connection: CloudConnection;
  readonly client: PublicClientApplication;
}

/** MSAL clients by cloud, made when first asked for and again when the cloud's authority moved. */
export interface CloudClients {
  /** @throws AppError `practice.azureUnreachable` or `azure.unreachable` */
  open(cloudId: CloudId): Promise<CloudClient>;
  /** Drops the tokens of a cloud. */
  forget(cloudId: CloudId): Promise<void>;
}

const tokensReference = (cloudId: CloudId): string => `azure.tokens.${cloudId}`;

export function createCloudClients(clouds: CloudDirectory, secrets: SecretStore): CloudClients {
  const clients = new Map<string, PublicClientApplication>();
  return {
    open: async (cloudId) => {
      const connection = await clouds.connect(cloudId);
      if (connection.certificateAuthority !== undefined) {
        trustCertificateAuthority(connection.certificateAuthority);
      }
      const authority = `${connection.endpoints.authority}/${connection.tenant}`;
      const key = `${cloudId} ${authority} ${connection.applicationId}`;
      const client =
        clients.get(key) ??
        new PublicClientApplication({
          auth: {
            clientId: connection.applicationId,
            authority,
            knownAuthorities: [...connection.knownAuthorities],
          },
          cache: {
            cachePlugin: createTokenCache(secrets, tokensReference(cloudId), new URL(authority).host),
          },
        });
      clients.set(key, client);
      return { connection, client };
    },
    forget: async (cloudId) => {
      await secrets.delete(tokensReference(cloudId));
      for (const key of clients.keys()) if (key.startsWith(`${cloudId} `)) clients.delete(key);
    },
  };
}
