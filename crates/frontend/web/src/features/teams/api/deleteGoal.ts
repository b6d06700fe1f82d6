import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { goalsKey } from './listGoals';

export function useDeleteGoal(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (goal: string) =>
      api.DELETE('/api/teams/{id}/goals/{goal}', { params: { path: { id, goal } } }),
    onSettled: () => client.invalidateQueries({ queryKey: goalsKey(id) }),
  });
}
