import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { afterHabitChange } from './afterHabitChange';

export function useRestoreHabit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST('/api/habits/{id}/restore', { params: { path: { id } } })),
    onSuccess: () => afterHabitChange(client),
  });
}
