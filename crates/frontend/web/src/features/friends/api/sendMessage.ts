import { useMutation } from '@tanstack/react-query';
import * as v from 'valibot';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { requiredText } from '@/lib/schemas';

export const MAX_MESSAGE_LENGTH = 280;

export const messageSchema = v.object({
  text: requiredText(MAX_MESSAGE_LENGTH, 'friend.messageLong'),
});

/** Sends a message of support to a friend. */
export function useSendMessage(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: (body: v.InferOutput<typeof messageSchema>) =>
      unwrap(api.POST('/api/friends/{id}/messages', { params: { path: { id } }, body })),
  });
}
