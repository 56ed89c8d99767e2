/** @file Main process. Secrets of the Electron host: sealed by the system (DPAPI, Keychain, libsecret), one file, replaced atomically. */
import { readFile } from 'node:fs/promises';
import { safeStorage } from 'electron';
import { z } from 'zod';
import { createQueues } from '../../jobs/queues.ts';
import { writeFileAtomically } from '../../platform/node/atomic-file.ts';
import { createMemorySecretStore } from '../../platform/node/memory-secret-store.ts';
import type { SecretStore } from '../../platform/ports/secret-store.ts';

const fileSchema = z.record(z.string(), z.string());

/** True when the system really seals: `basic_text` on Linux is a fixed key in the program, which is no protection. */
async function canSeal(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}

/**
 * Opens the store, or one that forgets at the end when the system offers no safe place; the page then says so.
 * @param file absolute path of the sealed file
 */
export async function openSafeStorageSecretStore(file: string): Promise<SecretStore> {
  if (!(await canSeal())) return createMemorySecretStore();
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  let sealed: ReadonlyMap<string, string> = new Map(Object.entries(fileSchema.parse(JSON.parse(text))));
  const queue = createQueues<typeof file>();
  /** A change counts when it is on the disk; one that could not be written is forgotten and spoils no later one. */
  const change = (edit: (secrets: Map<string, string>) => void): Promise<void> =>
    queue.run(file, async () => {
      const next = new Map(sealed);
      edit(next);
      await writeFileAtomically(file, JSON.stringify(Object.fromEntries(next)));
      sealed = next;
    });
  const seal = async (reference: string, secret: string): Promise<void> => {
    const value = (await safeStorage.encryptStringAsync(secret)).toString('base64');
    await change((next) => next.set(reference, value));
  };
  return {
    isDurable: true,
    put: seal,
    async get(reference) {
      const value = sealed.get(reference);
      if (value === undefined) return undefined;
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(value, 'base64'));
      // The system rotated its key: seal again while the old one still opens.
      if (shouldReEncrypt) await seal(reference, result);
      return result;
    },
    delete: (reference) => change((next) => next.delete(reference)),
  };
}
