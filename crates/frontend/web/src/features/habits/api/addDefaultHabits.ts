import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { afterHabitChange } from './afterHabitChange';

export function useAddDefaultHabits() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST('/api/habits/defaults')),
    onSuccess: () => afterHabitChange(client),
  });
}
