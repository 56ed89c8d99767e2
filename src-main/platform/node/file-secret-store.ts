import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { SecretStore } from '../ports/secret-store.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { systemErrorCode } from './unexpected-error.ts';

const magic = Buffer.from('OBSECR01', 'ascii');
const nonceBytes = 12;
const tagBytes = 16;
const secretsSchema = z.record(z.string(), z.string());

/** The file was changed, or the key is not the one it was written with. */
export class SecretFileDamage extends Error {}

function seal(key: Uint8Array, secrets: ReadonlyMap<string, string>): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(magic);
  const text = JSON.stringify(Object.fromEntries(secrets));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([magic, nonce, sealed, cipher.getAuthTag()]);
}

function open(key: Uint8Array, file: Buffer): Map<string, string> {
  const nonce = file.subarray(magic.length, magic.length + nonceBytes);
  const sealed = file.subarray(magic.length + nonceBytes, -tagBytes);
  if (file.length < magic.length + nonceBytes + tagBytes || !file.subarray(0, magic.length).equals(magic)) {
    throw new SecretFileDamage('The secret file has a wrong shape');
  }
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    .setAAD(magic)
    .setAuthTag(file.subarray(-tagBytes));
  try {
    const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    return new Map(Object.entries(secretsSchema.parse(JSON.parse(text))));
  } catch (cause) {
    throw new SecretFileDamage('The secret file does not open with this key', { cause });
  }
}

/**
 * Keeps secrets in one 0600 file, encrypted with AES-256-GCM, rewritten as a whole at every change with a fresh nonce.
 * @param key 32 bytes; where it comes from is the caller's business, it never goes into the file
 * @throws SecretFileDamage when the file does not open; it is left as it is
 */
export async function createFileSecretStore(options: {
  readonly path: string;
  readonly key: Uint8Array;
}): Promise<SecretStore> {
  const { path, key } = options;
  if (key.length !== 32) throw new RangeError('The key of a secret file has 32 bytes');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await readFile(path).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  let secrets: ReadonlyMap<string, string> = file === undefined ? new Map() : open(key, file);
  let last: Promise<unknown> = Promise.resolve();
  const change = (edit: (secrets: Map<string, string>) => void): Promise<void> => {
    const saved = last.then(async () => {
      const next = new Map(secrets);
      edit(next);
      await writeFileAtomically(path, seal(key, next));
      secrets = next;
    });
    last = saved.catch(() => undefined);
    return saved;
  };
  return {
    isDurable: true,
    put: (reference, secret) => change((next) => next.set(reference, secret)),
    get: async (reference) => secrets.get(reference),
    delete: (reference) => change((next) => next.delete(reference)),
  };
}
