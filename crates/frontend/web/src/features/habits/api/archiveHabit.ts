import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { afterHabitChange } from './afterHabitChange';

export function useArchiveHabit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST('/api/habits/{id}/archive', { params: { path: { id } } })),
    onSuccess: () => afterHabitChange(client),
  });
}
