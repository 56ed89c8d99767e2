import { expect, it } from 'vitest';
import type { Caller } from '../entra/tokens.ts';
import { checkRole, covers, mayUseBlobs } from './authorization.ts';
import { builtInRoleIds } from './role-definitions.ts';
import type { ResourceState } from './state.ts';

const group = '/subscriptions/s/resourceGroups/rg';
const caller: Caller = { kind: 'application', objectId: 'p', applicationId: 'a', name: 'a' };

function stateWith(role: keyof typeof builtInRoleIds, scope = group): ResourceState {
  return {
    resourceGroups: {},
    providers: {},
    vaults: {},
    storageAccounts: {
      seed: {
        subscriptionId: 's',
        resourceGroup: 'rg',
        name: 'seed',
        location: 'westeurope',
        kind: 'StorageV2',
        sku: 'Standard_LRS',
        createdAt: '',
        tags: {},
        keys: ['', ''],
      },
    },
    roleAssignments: {
      one: {
        name: 'one',
        scope,
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds[role]}`,
        principalId: 'p',
        principalType: 'ServicePrincipal',
        createdAt: '',
      },
    },
  };
}

const job = `${group}/providers/Microsoft.ImportExport/jobs/j`;
it.each([
  ['contributor', 'PUT', job, true],
  [
    'contributor',
    'PUT',
    '/subscriptions/s/resourceGroups/rg2/providers/Microsoft.ImportExport/jobs/j',
    false,
  ],
  ['contributor', 'PUT', `${group}/providers/Microsoft.Authorization/roleAssignments/x`, false],
  ['owner', 'PUT', `${group}/providers/Microsoft.Authorization/roleAssignments/x`, true],
  ['reader', 'GET', job.toUpperCase(), true],
  ['reader', 'PATCH', job, false],
  ['backupContributor', 'PUT', `${group}/providers/Microsoft.RecoveryServices/vaults/v`, true],
  ['backupContributor', 'PUT', job, false],
  [
    'storageAccountContributor',
    'POST',
    `${group}/providers/Microsoft.Storage/storageAccounts/a/listKeys`,
    true,
  ],
  ['storageBlobDataOwner', 'GET', job, false],
  ['reader', 'GET', '/providers/Microsoft.ImportExport/locations', true],
] as const)('%s, %s %s: %s', (role, method, path, isAllowed) => {
  const check = (): void => checkRole(stateWith(role), caller, method, path);
  if (isAllowed) expect(check).not.toThrow();
  else expect(check).toThrow(/does not have authorization/);
});

it.each([
  ['storageBlobDataReader', 'GET', 'seed', true],
  ['storageBlobDataReader', 'PUT', 'seed', false],
  ['storageBlobDataContributor', 'PUT', 'seed', true],
  ['storageBlobDataContributor', 'PUT', 'unknown', false],
  ['owner', 'GET', 'seed', false],
] as const)('blobs: %s, %s %s: %s', (role, method, account, isAllowed) => {
  expect(mayUseBlobs(stateWith(role), caller, method, account)).toBe(isAllowed);
});

it('covers what is below, not what merely begins alike', () => {
  expect(covers('/', group)).toBe(true);
  expect(covers('/subscriptions/s/resourceGroups/r', group)).toBe(false);
});
