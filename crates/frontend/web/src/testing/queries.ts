import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Fills the cache as if the query had been shown. */
export function seedQuery(
  client: QueryClient,
  options: { queryKey: QueryKey; meta?: Record<string, unknown> },
  data: unknown = {},
): void {
  const { queryKey, meta } = options;
  client.getQueryCache().build(client, { queryKey, ...(meta && { meta }) });
  client.setQueryData(queryKey, data);
}
