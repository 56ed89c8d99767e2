import type { SecretStore } from '../ports/secret-store.ts';

/** Keeps secrets until the app closes: for computers that offer no safe place, and for tests. */
export function createMemorySecretStore(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    isDurable: false,
    async put(reference, secret) {
      secrets.set(reference, secret);
    },
    get: async (reference) => secrets.get(reference),
    async delete(reference) {
      secrets.delete(reference);
    },
  };
}
