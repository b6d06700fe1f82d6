import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { GoalBody } from '../goalForm';
import { goalsKey } from './listGoals';

export function useCreateGoal(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: GoalBody) =>
      unwrap(api.POST('/api/teams/{id}/goals', { params: { path: { id } }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: goalsKey(id) }),
  });
}
