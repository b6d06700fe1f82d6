import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { afterHabitChange } from './afterHabitChange';

export function useArchiveHabit() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST('/api/habits/{id}/archive', { params: { path: { id } } })),
    onSuccess: () => afterHabitChange(api, client),
  });
}
