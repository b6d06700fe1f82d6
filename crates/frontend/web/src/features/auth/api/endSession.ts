import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import type { OpenSession } from '@/api/types';
import { sessionsQuery } from './listSessions';

/** Revokes another session. */
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
    // After success and failure: the list may have changed.
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  });
}
