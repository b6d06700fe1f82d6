import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { goalsKey } from './listGoals';

/** No habit of the user's feeds a goal any more. */
export function useUnsetGoalHabit(id: string, goal: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    scope: { id: `goal-habit-${goal}` },
    mutationFn: () =>
      api.DELETE('/api/teams/{id}/goals/{goal}/habit', { params: { path: { id, goal } } }),
    onSettled: () => client.invalidateQueries({ queryKey: goalsKey(id) }),
  });
}
