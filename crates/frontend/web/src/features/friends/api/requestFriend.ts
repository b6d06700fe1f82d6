import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { lookupCode } from '@/lib/schemas';
import { afterFriendsChange } from './afterFriendsChange';

export const requestSchema = v.object({ code: lookupCode });

/** Asks the person with a code to be friends. */
export function useRequestFriend() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: v.InferOutput<typeof requestSchema>) =>
      unwrap(api.POST('/api/friends/requests', { body })),
    onSuccess: () => afterFriendsChange(api, client),
  });
}
