import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { NotificationPreference } from '@/api/types';
import { preferencesQuery } from './getPreferences';

/** Chooses whether notifications of one kind are wanted. */
export function useSetPreference() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    // One after the other, so that the last choice is the one that stays.
    scope: { id: 'notification-preferences' },
    mutationFn: (preference: NotificationPreference) =>
      unwrap(api.PUT('/api/notifications/preferences', { body: { preferences: [preference] } })),
    onSuccess: (preferences) => client.setQueryData(preferencesQuery(api).queryKey, preferences),
  });
}
