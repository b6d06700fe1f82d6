import type { Query, QueryClient } from '@tanstack/react-query';

interface QueryMeta extends Record<string, unknown> {
  /** Whether the response is stored on the device, so that its pages open without a network. */
  offline?: boolean;
  /** Whether a recalculation may change the response. */
  scores?: boolean;
  /** Whether every saved day may change the response. */
  ofAllDays?: boolean;
}

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: QueryMeta;
  }
}

const withScores = { predicate: ({ meta }: Query) => meta?.scores === true };

/** Invalidates all queries that depend on scores: visible ones refetch at once, others when shown. */
export function refreshScores(client: QueryClient): Promise<void> {
  return client.invalidateQueries(withScores);
}

/** Removes the queries that depend on scores and are not visible: they load anew when shown. */
export function forgetHiddenScores(client: QueryClient): void {
  client.removeQueries({ ...withScores, type: 'inactive' });
}
