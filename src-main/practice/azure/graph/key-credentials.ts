import { randomUUID, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { GraphRefusal } from './graph-refusal.ts';
import type { KeyCredential } from './state.ts';

/** What clients may send; keys that are already there come back without `key`, as Graph never gives it out. */
const sentKeySchema = z.object({
  keyId: z.guid().nullish(),
  type: z.literal('AsymmetricX509Cert'),
  usage: z.literal('Verify'),
  displayName: z.string().max(90).nullish(),
  customKeyIdentifier: z.string().nullish(),
  startDateTime: z.string().nullish(),
  endDateTime: z.string().nullish(),
  key: z.string().nullish(),
});
type SentKey = z.infer<typeof sentKeySchema>;

/**
 * The list of keys after a PATCH or at creation. A key that is there already must come back unchanged; leaving it out or
 * changing it needs a proof of possession that a PATCH cannot carry. That is what made a second certificate impossible for
 * clients that sent only the new one (offline-backup.md, "Update to existing credential").
 * @throws GraphRefusal
 */
export function mergeKeyCredentials(existing: readonly KeyCredential[], sent: unknown): KeyCredential[] {
  const parsed = z.array(sentKeySchema).safeParse(sent);
  if (!parsed.success) {
    throw new GraphRefusal(
      400,
      'Request_BadRequest',
      `Invalid value for keyCredentials. ${parsed.error.issues[0]?.message}`,
    );
  }
  for (const key of existing) {
    const match = parsed.data.find(({ keyId }) => keyId === key.keyId);
    if (match === undefined || isAltered(key, match)) {
      throw new GraphRefusal(
        400,
        'KeyCredentialsInvalidUpdate',
        `Update to existing credential with KeyId '${key.keyId}' is not allowed.`,
      );
    }
  }
  const known = new Map(existing.map((key) => [key.keyId, key]));
  return parsed.data.map((key) => (key.keyId && known.get(key.keyId)) || newKey(key));
}

function isAltered(key: KeyCredential, sent: SentKey): boolean {
  const differs = (before: string | null, after: string | null | undefined): boolean =>
    after !== undefined && after !== null && after !== before;
  const differsInTime = (before: string, after: string | null | undefined): boolean =>
    after !== undefined && after !== null && Date.parse(after) !== Date.parse(before);
  return (
    differs(key.key, sent.key) ||
    differs(key.customKeyIdentifier, sent.customKeyIdentifier) ||
    differs(key.displayName, sent.displayName) ||
    differsInTime(key.startDateTime, sent.startDateTime) ||
    differsInTime(key.endDateTime, sent.endDateTime)
  );
}

function newKey(sent: SentKey): KeyCredential {
  const certificate = readCertificate(sent.key);
  const startDateTime = sent.startDateTime ?? certificate.validFromDate.toISOString();
  const endDateTime = sent.endDateTime ?? certificate.validToDate.toISOString();
  if (
    Number.isNaN(Date.parse(startDateTime)) ||
    Date.parse(endDateTime) > certificate.validToDate.getTime()
  ) {
    throw new GraphRefusal(400, 'KeyCredentialsInvalidEndDate', 'Key credential end date is invalid.');
  }
  return {
    keyId: sent.keyId ?? randomUUID(),
    type: sent.type,
    usage: sent.usage,
    displayName: sent.displayName ?? certificate.subject,
    customKeyIdentifier: sent.customKeyIdentifier ?? certificate.fingerprint.replaceAll(':', ''),
    startDateTime,
    endDateTime,
    key: certificate.raw.toString('base64'),
  };
}

function readCertificate(key: string | null | undefined): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(key ?? '', 'base64'));
  } catch {
    throw new GraphRefusal(400, 'KeyCredentialsInvalidKey', 'The key is not a certificate in Base64.');
  }
}
