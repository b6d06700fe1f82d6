import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';
import { useTranslation } from '@/lib/i18n';

/** The laws in the language of the screens, which only another version of the server changes. */
export function useLaws() {
  const api = useApi();
  const { language } = useTranslation();
  return useQuery({
    queryKey: queryKeys.laws.in(language),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/kpi/laws', { params: { query: { language } }, signal })),
    select: ({ laws }) => laws,
    staleTime: Infinity,
  });
}
