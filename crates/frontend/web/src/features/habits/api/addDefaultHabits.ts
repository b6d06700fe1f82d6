import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { afterHabitChange } from './afterHabitChange';

export function useAddDefaultHabits() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/habits/defaults')),
    onSuccess: () => afterHabitChange(api, client),
  });
}
