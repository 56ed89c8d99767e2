import { z } from 'zod';
import { JsonDocument } from '../state/json-document.ts';

/** A public key of an application. `key` is never listed, as with Graph. */
export const keyCredentialSchema = z.strictObject({
  keyId: z.string(),
  type: z.literal('AsymmetricX509Cert'),
  usage: z.literal('Verify'),
  displayName: z.string().nullable(),
  customKeyIdentifier: z.string(),
  startDateTime: z.string(),
  endDateTime: z.string(),
  /** Base64 of the DER certificate. */
  key: z.string(),
});
export type KeyCredential = z.infer<typeof keyCredentialSchema>;

const applicationSchema = z.strictObject({
  id: z.string(),
  appId: z.string(),
  displayName: z.string(),
  signInAudience: z.string(),
  createdDateTime: z.string(),
  keyCredentials: z.array(keyCredentialSchema),
  tags: z.array(z.string()),
  notes: z.string().nullable(),
});
export type Application = z.infer<typeof applicationSchema>;

const servicePrincipalSchema = z.strictObject({ id: z.string(), appId: z.string(), displayName: z.string() });
export type ServicePrincipal = z.infer<typeof servicePrincipalSchema>;

const directoryStateSchema = z.strictObject({
  applications: z.record(z.string(), applicationSchema),
  servicePrincipals: z.record(z.string(), servicePrincipalSchema),
});
export type DirectoryState = z.infer<typeof directoryStateSchema>;
export type DirectoryDocument = JsonDocument<DirectoryState>;

/** @throws AppError `practice.stateDamaged` */
export function openDirectory(path: string): Promise<DirectoryDocument> {
  return JsonDocument.open<DirectoryState>(path, directoryStateSchema, () => ({
    applications: {},
    servicePrincipals: {},
  }));
}
