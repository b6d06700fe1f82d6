import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from '@/api/queryKeys';
import { session } from '@/api/session';
import type { Session } from '@/api/types';
import { noteArrival } from '@/lib/navigation';

/** Starts a session, with an empty query cache. */
export function enter(client: QueryClient, { user, token }: Session): void {
  client.clear();
  client.setQueryData(queryKeys.me, user);
  // The page replaces the form.
  noteArrival('link');
  if (token !== null) session.open(token);
}
