import { useMutation } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';

/** Marks all messages as read. Those that are shown keep their marks until they are asked for again. */
export function useReadMessages() {
  const api = useApi();
  return useMutation({ mutationFn: () => api.POST('/api/friends/messages/read') });
}
