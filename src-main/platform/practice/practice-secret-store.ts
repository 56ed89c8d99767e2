import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from '../node/atomic-file.ts';
import { createFileSecretStore } from '../node/file-secret-store.ts';
import { systemErrorCode } from '../node/unexpected-error.ts';
import type { SecretStore } from '../ports/secret-store.ts';

/**
 * Secrets of a rehearsal where no system store is at hand: sealed in a 0600 file with a key in a second 0600 file beside it. That keeps them from
 * being read by accident and survives a restart; it is no protection against somebody who can read this account's files,
 * which is why only practice mode uses it: its keys open practice drives and a practice directory.
 */
export async function openPracticeSecretStore(dataFolder: string): Promise<SecretStore> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const keyFile = path.join(dataFolder, 'practice-secrets.key');
  const saved = await readFile(keyFile).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  const key = saved ?? randomBytes(32);
  if (saved === undefined) await writeFileAtomically(keyFile, key, 0o600);
  return createFileSecretStore({ path: path.join(dataFolder, 'practice-secrets.sealed'), key });
}
