import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import type { OpenSession } from '@/api/types';
import { sessionsQuery } from './listSessions';

/** Revokes another session. */
export function useEndSession() {
  const api = useApi();
  const client = useQueryClient();
  const { queryKey } = sessionsQuery(api);
  return useMutation({
    mutationFn: (id: OpenSession['id']) =>
      api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } }),
    onSuccess: (_response, id) => {
      client.setQueryData(queryKey, (sessions) => sessions?.filter((session) => session.id !== id));
    },
    // After success and failure: the list may have changed.
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
