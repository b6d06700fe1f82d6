import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { Language } from '@/api/types';
import { useTranslation } from '@/lib/i18n';

/** The laws in the language of the screens, which only another version of the server changes. */
function lawsQuery(api: Api, language: Language) {
  return queryOptions({
    queryKey: ['laws', language],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/kpi/laws', { params: { query: { language } }, signal })),
    select: ({ laws }) => laws,
    staleTime: Infinity,
    meta: { offline: true },
  });
}

export function useLaws() {
  const { language } = useTranslation();
  return useQuery(lawsQuery(useApi(), language));
}
