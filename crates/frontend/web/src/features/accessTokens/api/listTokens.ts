import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export function tokensQuery(api: Api) {
  return queryOptions({
    queryKey: ['accessTokens'],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/auth/tokens', { signal }))).accessTokens,
    // When each was last used has to be current.
    staleTime: 0,
  });
}

export const useAccessTokens = () => useQuery(tokensQuery(useApi()));
