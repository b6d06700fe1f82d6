import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { session } from '@/api/session';
import type { Session } from '@/api/types';

/** Begins a session. What a former user's queries left behind is dropped first. */
export function enter(client: QueryClient, { user, token }: Session): void {
  client.clear();
  client.setQueryData(keys.me, user);
  session.open(token);
}
