import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { FocusSession } from '@/api/types';

export interface CurrentFocus {
  /** The running session. */
  session: FocusSession | null;
  /** How far the server's clock is ahead of the device's, in milliseconds. */
  offset: number;
}

export function currentFocusQuery(api: Api) {
  return queryOptions({
    queryKey: ['focus', 'current'],
    queryFn: async ({ signal }): Promise<CurrentFocus> => {
      const asked = Date.now();
      const { session, now } = await unwrap(api.GET('/api/focus/current', { signal }));
      // The server read its clock between request and response.
      return { session, offset: Date.parse(now) - (asked + Date.now()) / 2 };
    },
    // Another device may have started or stopped one.
    staleTime: 0,
  });
}

export function useCurrentFocus() {
  return useQuery(currentFocusQuery(useApi()));
}
