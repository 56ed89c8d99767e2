import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import type { ArmContext } from './arm-context.ts';
import { ArmRefusal } from './arm-refusal.ts';

/** Built-in roles have the same ids in every tenant. */
export const builtInRoleIds = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  userAccessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  backupContributor: '5e467623-bb1f-42f4-a55d-6e525e11384b',
  storageAccountContributor: '17d1049b-9a84-46fb-8f53-869881c3d3ab',
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
} as const;

const roleNames: Readonly<Record<keyof typeof builtInRoleIds, string>> = {
  owner: 'Owner',
  contributor: 'Contributor',
  reader: 'Reader',
  userAccessAdministrator: 'User Access Administrator',
  backupContributor: 'Backup Contributor',
  storageAccountContributor: 'Storage Account Contributor',
  storageBlobDataContributor: 'Storage Blob Data Contributor',
  storageBlobDataOwner: 'Storage Blob Data Owner',
  storageBlobDataReader: 'Storage Blob Data Reader',
};

const all = (Object.keys(builtInRoleIds) as (keyof typeof builtInRoleIds)[]).map((key) => ({
  guid: builtInRoleIds[key],
  roleName: roleNames[key],
}));

function view(scope: string, { guid, roleName }: (typeof all)[number]): unknown {
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
    name: guid,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: { roleName, type: 'BuiltInRole', description: '', assignableScopes: ['/'], permissions: [] },
  };
}

/** The last part of a role definition id, when it is a built-in role. */
export function roleGuidOf(roleDefinitionId: string): string | undefined {
  const guid = roleDefinitionId.split('/').at(-1)?.toLowerCase();
  return all.find((role) => role.guid === guid)?.guid;
}

/** Listing and reading built-in roles; there are no custom ones here. */
export function roleDefinitionRoutes(): readonly Route<ArmContext>[] {
  return [
    route('GET', '{+scope}/providers/Microsoft.Authorization/roleDefinitions', ({ params, query }) => {
      const wanted = /^roleName eq '((?:[^']|'')+)'$/i.exec(query.get('$filter') ?? '')?.[1];
      const found = all.filter(
        ({ roleName }) => wanted === undefined || roleName === wanted.replaceAll("''", "'"),
      );
      return json(200, { value: found.map((role) => view(params.scope, role)) });
    }),
    route('GET', '{+scope}/providers/Microsoft.Authorization/roleDefinitions/{name}', ({ params }) => {
      const role = all.find(({ guid }) => guid === params.name.toLowerCase());
      if (role === undefined) {
        throw new ArmRefusal(404, 'RoleDefinitionDoesNotExist', `The role '${params.name}' does not exist.`);
      }
      return json(200, view(params.scope, role));
    }),
  ];
}
