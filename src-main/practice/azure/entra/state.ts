import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { JsonDocument } from '../state/json-document.ts';

const refreshTokenSchema = z.strictObject({
  objectId: z.string(),
  clientId: z.string(),
  expiresAt: z.iso.datetime(),
});

const entraStateSchema = z.strictObject({
  keyId: z.string(),
  signingKeyPem: z.string(),
  /** Grows when sign-ins are revoked; tokens carry the number they were issued under. */
  session: z.int(),
  /** By SHA-256 of the token: what is stored cannot be replayed. */
  refreshTokens: z.record(z.string(), refreshTokenSchema),
});
type EntraState = z.infer<typeof entraStateSchema>;

/** What the sign-in service remembers over restarts. */
export interface EntraStore {
  readonly document: JsonDocument<EntraState>;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** @throws AppError `practice.stateDamaged` */
export async function openEntraStore(path: string): Promise<EntraStore> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const document = await JsonDocument.open<EntraState>(path, entraStateSchema, () => ({
    keyId: `practice-${Date.now().toString(36)}`,
    signingKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    session: 1,
    refreshTokens: {},
  }));
  const key = createPrivateKey(document.value.signingKeyPem);
  return { document, privateKey: key, publicKey: createPublicKey(key) };
}
