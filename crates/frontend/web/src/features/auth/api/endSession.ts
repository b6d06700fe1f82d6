import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/keys';
import type { OpenSession } from '@/api/types';
import { sessionsQuery } from './listSessions';

/** Ends one of the other sessions. */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: OpenSession['id']) =>
      api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } }),
    onSuccess: (_answer, id) => {
      client.setQueryData(sessionsQuery.queryKey, (sessions) =>
        sessions?.filter((session) => session.id !== id),
      );
    },
    // Whatever the answer was, the list may have changed.
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  });
}
