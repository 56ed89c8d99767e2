import type { CloudConnection } from '../platform/ports/cloud-directory.ts';

/** OAuth scopes of one cloud. Practice asks for the public ones: its tokens carry the public audiences. */
export interface AzureScopes {
  readonly resourceManager: string;
  readonly graph: string;
  readonly storage: string;
}

const publicScopes: AzureScopes = {
  resourceManager: 'https://management.azure.com/.default',
  graph: 'https://graph.microsoft.com/.default',
  storage: 'https://storage.azure.com/.default',
};

/** Storage takes one audience in every cloud; Resource Manager and Graph take that of their own endpoint. */
export function azureScopes(connection: CloudConnection): AzureScopes {
  if (connection.cloudId === 'practice') return publicScopes;
  return {
    resourceManager: `${connection.endpoints.resourceManager}/.default`,
    graph: `${connection.endpoints.graph}/.default`,
    storage: publicScopes.storage,
  };
}
