import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { SharingSettings } from '@/api/types';
import { sharingQuery } from './getSharing';

/** Shown at once; after an error, what the server has is shown again. */
export function useSetSharing() {
  const api = useApi();
  const client = useQueryClient();
  const { queryKey } = sharingQuery(api);
  return useMutation({
    // One after the other, so that the last choice is the one that stays.
    scope: { id: 'sharing' },
    mutationFn: (body: SharingSettings) => unwrap(api.PUT('/api/friends/sharing', { body })),
    onMutate: async (chosen) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, chosen);
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
}
