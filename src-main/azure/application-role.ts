import { createHash } from 'node:crypto';
import type { CloudId } from '../../src-shared/domain/clouds.ts';
import { authorizationClient } from './arm-clients.ts';
import { callAzure, statusOf } from './azure-errors.ts';
import type { AzureSession } from './azure-session.ts';
import { resourceGroupId } from './resource-id.ts';

export interface RoleScope {
  readonly cloudId: CloudId;
  readonly subscriptionId: string;
  /** The application gets its role on this group only. */
  readonly resourceGroup: string;
}

/** Built-in role Contributor. Which one Azure Backup uses is not published (offline-backup.md 5.1): narrow in scope instead. */
const roleDefinition = 'b24988ac-6180-42a0-ab88-20f7382dd24c';

const scopeIdOf = (scope: RoleScope): string => resourceGroupId(scope.subscriptionId, scope.resourceGroup);
const roleIdOf = (scope: RoleScope): string =>
  `/subscriptions/${scope.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roleDefinition}`;

export function hasRole(session: AzureSession, scope: RoleScope, principalId: string): Promise<boolean> {
  return callAzure({ cloudId: scope.cloudId, resource: scope.resourceGroup }, async () => {
    const { roleAssignments } = authorizationClient(session, scope.subscriptionId);
    const filter = `principalId eq '${principalId}'`;
    for await (const assignment of roleAssignments.listForScope(scopeIdOf(scope), { filter })) {
      const isRole = assignment.roleDefinitionId?.endsWith(roleDefinition) === true;
      if (isRole && assignment.principalId === principalId) return true;
    }
    return false;
  });
}

/** The name is computed, so that a second try after a lost answer meets the first one instead of making another. */
export function assignRole(session: AzureSession, scope: RoleScope, principalId: string): Promise<void> {
  const target = scopeIdOf(scope);
  return callAzure({ cloudId: scope.cloudId, resource: scope.resourceGroup }, async () => {
    const { roleAssignments } = authorizationClient(session, scope.subscriptionId);
    try {
      await roleAssignments.create(target, assignmentName(target, principalId), {
        roleDefinitionId: roleIdOf(scope),
        principalId,
        // Spares the wait until the new principal is known everywhere.
        principalType: 'ServicePrincipal',
      });
    } catch (error) {
      if (statusOf(error) !== 409) throw error;
    }
  });
}

/** A GUID out of what the assignment says. */
function assignmentName(scope: string, principalId: string): string {
  const digest = createHash('sha256')
    .update(`${scope.toLowerCase()} ${principalId} ${roleDefinition}`)
    .digest('hex');
  const variant = `8${digest.slice(17, 20)}`;
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `4${digest.slice(13, 16)}`,
    variant,
    digest.slice(20, 32),
  ].join('-');
}
