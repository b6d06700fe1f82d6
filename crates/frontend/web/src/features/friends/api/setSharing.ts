import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { SharingSettings } from '@/api/types';
import { sharingQuery } from './getSharing';

export function useSetSharing() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    // One after the other, so that the last choice is the one that stays.
    scope: { id: 'sharing' },
    mutationFn: (body: SharingSettings) => unwrap(api.PUT('/api/sharing', { body })),
    onSuccess: (settings) => client.setQueryData(sharingQuery(api).queryKey, settings),
  });
}
