import type { Caller } from '../entra/tokens.ts';
import { ArmRefusal } from './arm-refusal.ts';
import { builtInRoleIds, roleGuidOf } from './role-definitions.ts';
import type { ResourceState, RoleAssignment } from './state.ts';

const readers: readonly string[] = [
  builtInRoleIds.owner,
  builtInRoleIds.contributor,
  builtInRoleIds.reader,
  builtInRoleIds.backupContributor,
  builtInRoleIds.storageAccountContributor,
  builtInRoleIds.userAccessAdministrator,
];
const writers: readonly string[] = [builtInRoleIds.owner, builtInRoleIds.contributor];
const roleWriters: readonly string[] = [builtInRoleIds.owner, builtInRoleIds.userAccessAdministrator];
const vaultWriters: readonly string[] = [...writers, builtInRoleIds.backupContributor];
const accountWriters: readonly string[] = [...writers, builtInRoleIds.storageAccountContributor];

const blobWriters: readonly string[] = [
  builtInRoleIds.storageBlobDataContributor,
  builtInRoleIds.storageBlobDataOwner,
];
const blobReaders: readonly string[] = [...blobWriters, builtInRoleIds.storageBlobDataReader];

/** True when `scope` is the path itself or above it. */
export function covers(scope: string, path: string): boolean {
  const upper = scope.toLowerCase();
  const lower = path.toLowerCase();
  return upper === '/' || lower === upper || lower.startsWith(`${upper}/`);
}

function hasRole(state: ResourceState, objectId: string, path: string, roles: readonly string[]): boolean {
  return Object.values(state.roleAssignments).some(
    (assignment: RoleAssignment) =>
      assignment.principalId === objectId &&
      covers(assignment.scope, path) &&
      roles.includes(roleGuidOf(assignment.roleDefinitionId) ?? ''),
  );
}

/**
 * Checks that the caller holds a role for what the request does.
 * @throws ArmRefusal 403 `AuthorizationFailed`
 */
export function checkRole(state: ResourceState, caller: Caller, method: string, path: string): void {
  // What lies above subscriptions (lists, operations, shipping locations) anybody of the tenant may read.
  if (!/^\/subscriptions\/[^/]+/i.test(path)) return;
  if (hasRole(state, caller.objectId, path, rolesFor(method, path))) return;
  throw new ArmRefusal(
    403,
    'AuthorizationFailed',
    `The client '${caller.name}' with object id '${caller.objectId}' does not have authorization to perform action '${method}' over scope '${path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

function rolesFor(method: string, path: string): readonly string[] {
  if (method === 'GET' || method === 'HEAD') return readers;
  if (/\/providers\/Microsoft\.Authorization\//i.test(path)) return roleWriters;
  if (/\/providers\/Microsoft\.RecoveryServices\//i.test(path)) return vaultWriters;
  if (/\/providers\/Microsoft\.Storage\//i.test(path)) return accountWriters;
  return writers;
}

/** True when the caller may do this on the blobs of an account: being Owner alone does not give that, as in Azure. */
export function mayUseBlobs(
  state: ResourceState,
  caller: Caller,
  method: string,
  accountName: string,
): boolean {
  const account = state.storageAccounts[accountName];
  if (account === undefined) return false;
  const path = `/subscriptions/${account.subscriptionId}/resourceGroups/${account.resourceGroup}/providers/Microsoft.Storage/storageAccounts/${accountName}`;
  const isReading = method === 'GET' || method === 'HEAD';
  return hasRole(state, caller.objectId, path, isReading ? blobReaders : blobWriters);
}
