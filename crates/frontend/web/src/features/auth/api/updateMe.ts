import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';
import type { ProfileInput, User } from '@/api/types';

function profileOf(user: User): ProfileInput {
  const { name, timeZone, dayStartHour, language, theme } = user;
  return { name, timeZone, dayStartHour, language, theme };
}

const MUTATION = ['me', 'update'];

interface Update {
  change: Partial<ProfileInput>;
  before: User;
}

/** Changes part of the profile. Changes made in quick succession are sent one after the other. */
export function useUpdateMe() {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationKey: MUTATION,
    scope: { id: 'me' },
    // The whole profile is sent: as it is by then, with every change that is shown already.
    mutationFn: ({ change, before }: Update) => {
      const now = client.getQueryData<User>(keys.me) ?? before;
      return body(api.PUT('/api/auth/me', { body: { ...profileOf(now), ...change } }));
    },
    onError: (_error, { before }) => client.setQueryData(keys.me, before),
    onSuccess: (user, { before }) => {
      // The answer knows nothing of a change that waits behind this one.
      if (client.isMutating({ mutationKey: MUTATION }) === 1) client.setQueryData(keys.me, user);
      if (before.today !== user.today) {
        void client.invalidateQueries({ queryKey: keys.days.all });
      }
    },
  });

  /** Shows the change at once, and takes it back when it is refused. */
  const change = (
    before: User,
    change: Partial<ProfileInput>,
    options?: Parameters<typeof mutation.mutate>[1],
  ) => {
    client.setQueryData(keys.me, { ...before, ...change });
    mutation.mutate({ change, before }, options);
  };
  return { ...mutation, change };
}
