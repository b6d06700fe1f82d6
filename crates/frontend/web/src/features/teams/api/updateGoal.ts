import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import type { GoalBody } from '../goalForm';
import { goalsKey } from './listGoals';

/** Changes a goal; where its progress comes from stays. */
export function useUpdateGoal(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ goal, body }: { goal: string; body: GoalBody }) => {
      const { title, target, unit, from, to } = body;
      return api.PUT('/api/teams/{id}/goals/{goal}', {
        params: { path: { id, goal } },
        body: { title, target, unit, from, to },
      });
    },
    onSettled: () => client.invalidateQueries({ queryKey: goalsKey(id) }),
  });
}
