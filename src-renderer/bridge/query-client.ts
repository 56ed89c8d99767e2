import { QueryClient } from '@tanstack/react-query';

/**
 * Cache of answers. The main process is on the same computer and sends events, so answers stay fresh until told otherwise;
 * repeating is left to the operator ("Try again"), because services retry on their own what is worth it.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
