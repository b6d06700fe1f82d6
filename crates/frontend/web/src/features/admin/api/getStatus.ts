import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

function statusQuery(api: Api) {
  return queryOptions({
    queryKey: ['admin', 'status'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/admin/status', { signal })),
    staleTime: 0,
  });
}

/** The version of the installation, its database, and its last backup. */
export const useInstallationStatus = () => useQuery(statusQuery(useApi()));
