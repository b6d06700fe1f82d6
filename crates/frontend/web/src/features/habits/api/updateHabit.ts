import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { HabitInput } from '@/api/types';
import { afterHabitChange } from './afterHabitChange';

export function useUpdateHabit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id: string; input: HabitInput }) =>
      unwrap(api.PUT('/api/habits/{id}', { params: { path: { id } }, body: input })),
    onSuccess: () => afterHabitChange(client),
  });
}
