/** ARM id of a resource group. */
export const resourceGroupId = (subscriptionId: string, resourceGroup: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;

export const storageAccountId = (subscriptionId: string, resourceGroup: string, name: string): string =>
  `${resourceGroupId(subscriptionId, resourceGroup)}/providers/Microsoft.Storage/storageAccounts/${name}`;

export const vaultId = (subscriptionId: string, resourceGroup: string, name: string): string =>
  `${resourceGroupId(subscriptionId, resourceGroup)}/providers/Microsoft.RecoveryServices/vaults/${name}`;

/** Resource group in an ARM id, in the spelling of the id; empty when there is none. */
export function resourceGroupOf(id: string | undefined): string {
  return /\/resourceGroups\/([^/]+)/i.exec(id ?? '')?.[1] ?? '';
}

/** Last segment of an ARM id. */
export function nameOf(id: string | undefined): string {
  return id?.split('/').at(-1) ?? '';
}

/** ARM ids and names compare without case. */
export const sameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** A region as `westus`: the service answers with either that or `West US` (import-export.md 1.4). */
export const regionKey = (region: string): string => region.replace(/\s+/g, '').toLowerCase();
