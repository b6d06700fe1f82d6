import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { HabitInput } from '@/api/types';
import { afterHabitChange } from './afterHabitChange';

export function useCreateHabit() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: HabitInput) => unwrap(api.POST('/api/habits', { body: input })),
    onSuccess: () => afterHabitChange(api, client),
  });
}
