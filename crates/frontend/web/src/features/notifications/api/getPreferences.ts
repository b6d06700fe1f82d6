import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export function preferencesQuery(api: Api) {
  return queryOptions({
    queryKey: ['notifications', 'preferences'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/notifications/preferences', { signal })),
    meta: { offline: true },
  });
}

export const usePreferences = () => useQuery(preferencesQuery(useApi()));
