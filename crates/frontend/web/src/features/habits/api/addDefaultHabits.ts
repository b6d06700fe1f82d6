import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { afterHabitChange } from './afterHabitChange';

export function useAddDefaultHabits() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/habits/defaults')),
    onSuccess: () => afterHabitChange(client),
  });
}
