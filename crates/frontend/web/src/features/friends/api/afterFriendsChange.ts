import type { QueryClient } from '@tanstack/react-query';
import type { Api } from '@/api/client';
import { unreadQuery } from './countUnread';
import { friendsQuery } from './listFriends';
import { messagesQuery } from './listMessages';

/** Asks again who the friends are, for their messages, and for the notifications. */
export async function afterFriendsChange(api: Api, client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries(friendsQuery(api)),
    client.invalidateQueries(messagesQuery(api)),
    client.invalidateQueries(unreadQuery(api)),
    // A request that is no more is not told of.
    client.invalidateQueries({ queryKey: ['notifications', 'list'] }),
  ]);
}
