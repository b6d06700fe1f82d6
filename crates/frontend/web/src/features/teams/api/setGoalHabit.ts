import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { goalsKey } from './listGoals';

/** Lets a habit of the user's feed a goal. */
export function useSetGoalHabit(id: string, goal: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    scope: { id: `goal-habit-${goal}` },
    mutationFn: (habitId: string) =>
      api.PUT('/api/teams/{id}/goals/{goal}/habit', {
        params: { path: { id, goal } },
        body: { habitId },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: goalsKey(id) }),
  });
}
