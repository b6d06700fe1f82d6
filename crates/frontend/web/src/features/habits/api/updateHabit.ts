import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { HabitInput } from '@/api/types';
import { afterHabitChange } from './afterHabitChange';

export function useUpdateHabit() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id: string; input: HabitInput }) =>
      unwrap(api.PUT('/api/habits/{id}', { params: { path: { id } }, body: input })),
    onSuccess: () => afterHabitChange(api, client),
  });
}
