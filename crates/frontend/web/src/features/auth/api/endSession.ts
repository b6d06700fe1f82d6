import { useMutation, useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';
import type { OpenSession } from '@/api/types';

/** Revokes another session. */
export function useEndSession() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: OpenSession['id']) =>
      api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } }),
    onSuccess: (_answer, id) => {
      client.setQueryData<OpenSession[]>(queryKeys.sessions, (sessions) =>
        sessions?.filter((session) => session.id !== id),
      );
    },
    // After success and failure: the list may have changed.
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  });
}
