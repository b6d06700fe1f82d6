import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { afterHabitChange } from './afterHabitChange';

export function useDeleteHabit() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/habits/{id}', { params: { path: { id } } }),
    onSuccess: () => afterHabitChange(api, client),
  });
}
