import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

function registrationQuery(api: Api) {
  return queryOptions({
    queryKey: ['registration'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/auth/registration', { signal })),
  });
}

/** Who may sign up. */
export const useRegistration = () => useQuery(registrationQuery(useApi()));
