import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { unwrap } from '@/api/client';
import { meQuery } from '@/api/meQuery';
import { refreshScores } from '@/api/queryMeta';
import { useApi } from '@/api/SessionContext';
import type { ProfileInput, User } from '@/api/types';
import { name } from '@/lib/schemas';

/** The part of the profile that is edited in a form. */
export const profileSchema = v.object({
  name,
  timeZone: v.string(),
  dayStartHour: v.number(),
});

function profileOf(user: User): ProfileInput {
  const { name, timeZone, dayStartHour, language, theme } = user;
  return { name, timeZone, dayStartHour, language, theme };
}

const MUTATION = ['me', 'update'];

interface Update {
  change: Partial<ProfileInput>;
  before: User;
}

/** Updates part of the profile. Concurrent updates are sent one after the other. */
export function useUpdateMe() {
  const api = useApi();
  const client = useQueryClient();
  const { queryKey } = meQuery(api);
  const mutation = useMutation({
    mutationKey: MUTATION,
    scope: { id: 'me' },
    // The API takes the whole profile: the cached one, which includes optimistic updates.
    mutationFn: ({ change, before }: Update) => {
      const now = client.getQueryData(queryKey) ?? before;
      return unwrap(api.PUT('/api/auth/me', { body: { ...profileOf(now), ...change } }));
    },
    onError: (_error, { before }) => client.setQueryData(queryKey, before),
    onSuccess: (user, { before }) => {
      // The response does not include updates that are still queued.
      if (client.isMutating({ mutationKey: MUTATION }) === 1) client.setQueryData(queryKey, user);
      if (before.today !== user.today) {
        void refreshScores(client);
      }
    },
  });

  /** Optimistic update, rolled back on error. */
  const change = (before: User, change: Partial<ProfileInput>): Promise<User> => {
    client.setQueryData(queryKey, { ...before, ...change });
    return mutation.mutateAsync({ change, before });
  };
  return { ...mutation, change };
}
