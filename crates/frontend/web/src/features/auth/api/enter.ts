import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { session } from '@/api/session';
import type { Session } from '@/api/types';
import { noteArrival } from '@/lib/navigation';

/** Begins a session. What a former user's queries left behind is dropped first. */
export function enter(client: QueryClient, { user, token }: Session): void {
  client.clear();
  client.setQueryData(keys.me, user);
  // The page comes in the place of the form.
  noteArrival('link');
  session.open(token);
}
