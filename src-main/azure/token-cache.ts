import type { ICachePlugin } from '@azure/msal-node';
import { z } from 'zod';
import type { SecretStore } from '../platform/ports/secret-store.ts';

const storedCacheSchema = z.object({ authorityHost: z.string(), tokens: z.string() });

/**
 * Keeps MSAL's token cache in the secret store, so that no token ever lies on a disk in plain. MSAL files its entries under the
 * authority's host; the practice directory has another port after every start, so entries move to the host of today.
 * @param reference name in the secret store
 * @param authorityHost host and port of today's authority
 */
export function createTokenCache(
  secrets: SecretStore,
  reference: string,
  authorityHost: string,
): ICachePlugin {
  return {
    beforeCacheAccess: async (context) => {
      const stored = await readStored(secrets, reference);
      if (stored === undefined) return;
      context.tokenCache.deserialize(stored.tokens.replaceAll(stored.authorityHost, authorityHost));
    },
    afterCacheAccess: async (context) => {
      if (!context.cacheHasChanged) return;
      await secrets.put(reference, JSON.stringify({ authorityHost, tokens: context.tokenCache.serialize() }));
    },
  };
}

/** A cache that cannot be read is no cache: the operator signs in again. */
async function readStored(
  secrets: SecretStore,
  reference: string,
): Promise<z.infer<typeof storedCacheSchema> | undefined> {
  const text = await secrets.get(reference);
  if (text === undefined) return undefined;
  try {
    return storedCacheSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
