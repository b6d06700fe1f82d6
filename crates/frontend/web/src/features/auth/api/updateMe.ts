import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';
import type { ProfileInput, User } from '@/api/types';

export function profileOf(user: User): ProfileInput {
  const { name, timeZone, dayStartHour, language, theme } = user;
  return { name, timeZone, dayStartHour, language, theme };
}

export function useUpdateMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ProfileInput) => body(api.PUT('/api/auth/me', { body: input })),
    // A choice of language or theme shows at once; a refused one is taken back.
    onMutate: (input) => {
      const before = client.getQueryData<User>(keys.me);
      if (before) client.setQueryData(keys.me, { ...before, ...input });
      return { before };
    },
    onError: (_error, _input, context) => {
      if (context?.before) client.setQueryData(keys.me, context.before);
    },
    onSuccess: (user, _input, { before }) => {
      client.setQueryData(keys.me, user);
      if (before && before.today !== user.today) {
        void client.invalidateQueries({ queryKey: keys.days.all });
      }
    },
  });
}
