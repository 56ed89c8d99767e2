import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SecretStore } from '../platform/ports/secret-store.ts';
import { type ApplicationCertificate, keptCertificate, makeCertificate } from './application-certificate.ts';
import type { AzureSession } from './azure-session.ts';
import { filterText, type GraphClient } from './graph-client.ts';
import { sameText } from './resource-id.ts';

/** The operator's directory, seen through Graph. */
export interface Directory {
  readonly session: AzureSession;
  readonly graph: GraphClient;
  readonly secrets: SecretStore;
}

const keyCredentialSchema = z.looseObject({ customKeyIdentifier: z.string().nullish() });
const applicationSchema = z.object({
  id: z.string().min(1),
  appId: z.string().min(1),
  displayName: z.string(),
  keyCredentials: z.array(keyCredentialSchema).nullish(),
});
const applicationListSchema = z.object({ value: z.array(applicationSchema) });
const servicePrincipalSchema = z.object({ id: z.string().min(1), appId: z.string() });
const servicePrincipalListSchema = z.object({ value: z.array(servicePrincipalSchema) });
export type Application = z.infer<typeof applicationSchema>;

const displayNameOf = ({ session }: Directory): string => `AzureOfflineBackup_${session.userId}`;

export async function findApplication(directory: Directory): Promise<Application | undefined> {
  const filter = encodeURIComponent(`displayName eq ${filterText(displayNameOf(directory))}`);
  const { value } = await directory.graph.get(`/applications?$filter=${filter}`, applicationListSchema);
  // Two runs at the same moment may have made two: everybody takes the same one.
  const [first] = value.toSorted((one, other) => (one.appId < other.appId ? -1 : 1));
  return first;
}

export function createApplication(directory: Directory): Promise<Application> {
  const body = { displayName: displayNameOf(directory), signInAudience: 'AzureADMyOrg' };
  return directory.graph.post('/applications', body, applicationSchema);
}

/** The application with the content of its keys, which Graph only answers when asked for by name. */
function withKeys({ graph }: Directory, { id }: Application): Promise<Application> {
  const select = encodeURIComponent('id,appId,displayName,keyCredentials');
  return graph.get(`/applications/${encodeURIComponent(id)}?$select=${select}`, applicationSchema);
}

export async function hasOwnKey(directory: Directory, application: Application): Promise<boolean> {
  const kept = await keptCertificate(directory.secrets, application.appId, new Date());
  if (kept === undefined) return false;
  const { keyCredentials } = await withKeys(directory, application);
  return (keyCredentials ?? []).some(({ customKeyIdentifier }) => isThumbprint(customKeyIdentifier, kept));
}

/** Graph spells the identifier in base64 or hexadecimal, depending on who wrote it. */
function isThumbprint(
  identifier: string | null | undefined,
  { thumbprint }: ApplicationCertificate,
): boolean {
  if (typeof identifier !== 'string') return false;
  return identifier === thumbprint || sameText(identifier, Buffer.from(thumbprint, 'base64').toString('hex'));
}

/** Reads, adds, writes back: a PATCH replaces the whole list, and the keys of other computers must stay (offline-backup.md 5.2). */
export async function addKey(directory: Directory, application: Application): Promise<void> {
  const { secrets, graph } = directory;
  const now = new Date();
  const commonName = `CB_AzureADCertforOfflineSeeding_${randomUUID()}`;
  const own =
    (await keptCertificate(secrets, application.appId, now)) ??
    (await makeCertificate(secrets, application.appId, commonName, now));
  const { keyCredentials } = await withKeys(directory, application);
  const added = {
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    key: own.publicKey,
    customKeyIdentifier: own.thumbprint,
    displayName: own.certificate.subject,
    startDateTime: own.certificate.validFromDate.toISOString(),
    endDateTime: own.certificate.validToDate.toISOString(),
  };
  const path = `/applications/${encodeURIComponent(application.id)}`;
  await graph.patch(path, { keyCredentials: [...(keyCredentials ?? []), added] });
}

export async function findServicePrincipal({ graph }: Directory, appId: string): Promise<string | undefined> {
  const filter = encodeURIComponent(`appId eq ${filterText(appId)}`);
  const { value } = await graph.get(`/servicePrincipals?$filter=${filter}`, servicePrincipalListSchema);
  return value[0]?.id;
}

export async function createServicePrincipal({ graph }: Directory, appId: string): Promise<string> {
  const { id } = await graph.post('/servicePrincipals', { appId }, servicePrincipalSchema);
  return id;
}
