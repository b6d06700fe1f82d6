import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { afterHabitChange } from './afterHabitChange';

export function useDeleteHabit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/habits/{id}', { params: { path: { id } } }),
    onSuccess: () => afterHabitChange(client),
  });
}
