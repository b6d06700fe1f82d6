import type { QueryClient } from '@tanstack/react-query';
import type { Api } from '@/api/client';
import { friendsQuery } from './listFriends';
import { messagesQuery } from './listMessages';

/** Asks again who the friends are, and for their messages. */
export async function afterFriendsChange(api: Api, client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries(friendsQuery(api)),
    client.invalidateQueries(messagesQuery(api)),
  ]);
}
