import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { activityKey } from './listActivity';

export function useRemoveTeamMessage(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (message: string) =>
      api.DELETE('/api/teams/{id}/messages/{message}', { params: { path: { id, message } } }),
    onSettled: () => client.invalidateQueries({ queryKey: activityKey(id) }),
  });
}
