import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem';

const STALE_MS = 60_000;
const KEPT_MS = 24 * 3_600_000;
const TRIES = 2;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        // What has been visited can be visited again without a network.
        gcTime: KEPT_MS,
        // Retries temporary errors only; a rejected request would be rejected again.
        retry: (count, error) =>
          count < TRIES && !(error instanceof ApiProblem && error.status < 500),
        // The browser's idea of being online may be wrong: every request is tried.
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
