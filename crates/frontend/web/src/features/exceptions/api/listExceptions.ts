import { queryOptions } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import type { ExceptionRange } from '@/api/types';
import type { Dates } from '../changes';

/** The exceptions of these days; one that reaches further is cut. */
export async function listExceptions(
  api: Api,
  { from, to }: Dates,
  signal?: AbortSignal,
): Promise<ExceptionRange[]> {
  const options = { params: { query: { from, to } }, ...(signal ? { signal } : {}) };
  return (await unwrap(api.GET('/api/exceptions', options))).exceptions;
}

export function exceptionsQuery(api: Api, { from, to }: Dates) {
  return queryOptions({
    queryKey: ['exceptions', 'range', from, to],
    queryFn: ({ signal }) => listExceptions(api, { from, to }, signal),
    meta: { offline: true },
  });
}
