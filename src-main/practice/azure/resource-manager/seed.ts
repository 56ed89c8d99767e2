import { randomBytes } from 'node:crypto';
import { practiceUser } from '../entra/directory.ts';
import { practiceSubscriptions } from './practice-subscriptions.ts';
import { builtInRoleIds } from './role-definitions.ts';
import type { ResourceGroup, ResourceState, RoleAssignment, StorageAccount } from './state.ts';

const [backup, test] = practiceSubscriptions;

/** A new account key, as Azure makes them: 64 random bytes in Base64. */
export const newStorageKey = (): string => randomBytes(64).toString('base64');

/** The world as a new tenant finds it: things to choose, and some that must be refused. */
export function seedResources(now: string): ResourceState {
  return {
    resourceGroups: Object.fromEntries([
      group(backup.subscriptionId, 'rg-backup', 'westeurope'),
      group(backup.subscriptionId, 'rg-files', 'westeurope'),
      group(test.subscriptionId, 'rg-test', 'northeurope'),
    ]),
    providers: registeredProviders(now),
    storageAccounts: Object.fromEntries(accounts(now).map((account) => [account.name, account])),
    roleAssignments: Object.fromEntries(
      practiceSubscriptions.flatMap(({ subscriptionId }) => [
        role(subscriptionId, builtInRoleIds.owner, now),
        role(subscriptionId, builtInRoleIds.storageBlobDataContributor, now),
      ]),
    ),
    vaults: {
      [`/subscriptions/${backup.subscriptionId}/resourcegroups/rg-backup/providers/microsoft.recoveryservices/vaults/contoso-vault`]:
        {
          subscriptionId: backup.subscriptionId,
          resourceGroup: 'rg-backup',
          name: 'contoso-vault',
          location: 'westeurope',
          tags: {},
          redundancy: 'GeoRedundant',
          crossRegionRestore: false,
        },
    },
  };
}

function group(subscriptionId: string, name: string, location: string): [string, ResourceGroup] {
  return [
    `/subscriptions/${subscriptionId}/resourcegroups/${name}`,
    { subscriptionId, name, location, tags: {} },
  ];
}

function accounts(now: string): readonly StorageAccount[] {
  const common = {
    subscriptionId: backup.subscriptionId,
    resourceGroup: 'rg-backup',
    location: 'westeurope',
    kind: 'StorageV2',
    sku: 'Standard_GRS',
    createdAt: now,
    tags: {},
  } as const;
  const keys = (): [string, string] => [newStorageKey(), newStorageKey()];
  return [
    { ...common, name: 'seedpractice', keys: keys() },
    { ...common, name: 'vaultpractice', keys: keys() },
    { ...common, name: 'blobonlypractice', resourceGroup: 'rg-files', kind: 'BlobStorage', keys: keys() },
    {
      ...common,
      name: 'premiumpractice',
      resourceGroup: 'rg-files',
      kind: 'BlockBlobStorage',
      sku: 'Premium_LRS',
      keys: keys(),
    },
    {
      ...common,
      name: 'seedtest',
      subscriptionId: test.subscriptionId,
      resourceGroup: 'rg-test',
      location: 'northeurope',
      sku: 'Standard_LRS',
      keys: keys(),
    },
  ];
}

/** Import/Export and Data Box are left out on purpose: registering them is a step of the wizard. */
function registeredProviders(now: string): ResourceState['providers'] {
  return Object.fromEntries(
    practiceSubscriptions.flatMap(({ subscriptionId }) =>
      ['storage', 'authorization', 'recoveryservices', 'resources'].map((name) => [
        `/subscriptions/${subscriptionId}/providers/microsoft.${name}`,
        { state: 'Registered' as const, since: now, polls: 0 },
      ]),
    ),
  );
}

/** Ada is Owner, and has the data role that Owner does not bring along. */
function role(subscriptionId: string, roleId: string, now: string): [string, RoleAssignment] {
  const scope = `/subscriptions/${subscriptionId}`;
  // One name per subscription and role, made of both, so that it is the same in every world.
  const name = `${subscriptionId.slice(0, 24)}${roleId.slice(-12)}`;
  return [
    `${scope}/providers/microsoft.authorization/roleassignments/${name}`,
    {
      name,
      scope,
      roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
      principalId: practiceUser.objectId,
      principalType: 'User',
      createdAt: now,
    },
  ];
}
