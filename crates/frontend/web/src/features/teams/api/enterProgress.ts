import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { goalsKey } from './listGoals';

/** Enters the user's progress of a date, in place of what was entered for it. */
export function useEnterProgress(id: string, goal: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ date, amount }: { date: string; amount: number }) =>
      api.PUT('/api/teams/{id}/goals/{goal}/progress/{date}', {
        params: { path: { id, goal, date } },
        body: { amount },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: goalsKey(id) }),
  });
}
