import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { HabitInput } from '@/api/types';
import { afterHabitChange } from './afterHabitChange';

export function useCreateHabit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: HabitInput) => unwrap(api.POST('/api/habits', { body: input })),
    onSuccess: () => afterHabitChange(client),
  });
}
