import { z } from 'zod';
import { JsonDocument } from '../state/json-document.ts';
import { seedResources } from './seed.ts';

export { practiceSubscriptions, type Subscription } from './practice-subscriptions.ts';

const tagsSchema = z.record(z.string(), z.string());

const resourceGroupSchema = z.strictObject({
  subscriptionId: z.string(),
  name: z.string(),
  location: z.string(),
  tags: tagsSchema,
});
export type ResourceGroup = z.infer<typeof resourceGroupSchema>;

const providerSchema = z.strictObject({
  state: z.enum(['NotRegistered', 'Registering', 'Registered', 'Unregistering']),
  /** Practice time of the last request to register. */
  since: z.string(),
  polls: z.int(),
});
export type ProviderRegistration = z.infer<typeof providerSchema>;

const storageAccountSchema = z.strictObject({
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  name: z.string(),
  location: z.string(),
  kind: z.enum(['StorageV2', 'BlobStorage', 'Storage', 'BlockBlobStorage', 'FileStorage']),
  sku: z.string(),
  createdAt: z.string(),
  tags: tagsSchema,
  keys: z.tuple([z.string(), z.string()]),
});
export type StorageAccount = z.infer<typeof storageAccountSchema>;

const roleAssignmentSchema = z.strictObject({
  name: z.string(),
  scope: z.string(),
  roleDefinitionId: z.string(),
  principalId: z.string(),
  principalType: z.string(),
  createdAt: z.string(),
});
export type RoleAssignment = z.infer<typeof roleAssignmentSchema>;

const vaultSchema = z.strictObject({
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  name: z.string(),
  location: z.string(),
  tags: tagsSchema,
  redundancy: z.string(),
  crossRegionRestore: z.boolean(),
});
export type Vault = z.infer<typeof vaultSchema>;

const resourceStateSchema = z.strictObject({
  /** All maps are by lower-case ARM id, storage accounts by name since that is unique in the world. */
  resourceGroups: z.record(z.string(), resourceGroupSchema),
  providers: z.record(z.string(), providerSchema),
  storageAccounts: z.record(z.string(), storageAccountSchema),
  roleAssignments: z.record(z.string(), roleAssignmentSchema),
  vaults: z.record(z.string(), vaultSchema),
});
export type ResourceState = z.infer<typeof resourceStateSchema>;
export type ResourceDocument = JsonDocument<ResourceState>;

/** @throws AppError `practice.stateDamaged` */
export function openResources(path: string, now: Date): Promise<ResourceDocument> {
  return JsonDocument.open<ResourceState>(path, resourceStateSchema, () => seedResources(now.toISOString()));
}
