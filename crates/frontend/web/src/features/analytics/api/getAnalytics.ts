import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { Period } from '../period';

const meta = { offline: true, scores: true, ofAllDays: true } as const;

/** The KPI of each day with its moving means. */
export function useTrends(period: Period) {
  const api = useApi();
  return useQuery({
    queryKey: ['analytics', 'trends', period],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/analytics/trends', { params: { query: period }, signal })),
    placeholderData: keepPreviousData,
    meta,
  });
}

/** The mean KPI by weekday and by month. */
export function usePatterns(period: Period) {
  const api = useApi();
  return useQuery({
    queryKey: ['analytics', 'patterns', period],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/analytics/patterns', { params: { query: period }, signal })),
    placeholderData: keepPreviousData,
    meta,
  });
}

/** How regularly days are recorded and habits done. */
export function useConsistency(period: Period) {
  const api = useApi();
  return useQuery({
    queryKey: ['analytics', 'consistency', period],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/analytics/consistency', { params: { query: period }, signal })),
    placeholderData: keepPreviousData,
    meta,
  });
}

/** Which habits go together, and which with the KPI. */
export function useCorrelations(period: Period) {
  const api = useApi();
  return useQuery({
    queryKey: ['analytics', 'correlations', period],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/analytics/correlations', { params: { query: period }, signal })),
    placeholderData: keepPreviousData,
    meta,
  });
}

/** A period compared with another. */
export function useComparison(period: Period, previous: Period) {
  const api = useApi();
  const query = { ...period, previousFrom: previous.from, previousTo: previous.to };
  return useQuery({
    queryKey: ['analytics', 'comparison', query],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/analytics/comparison', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    meta,
  });
}
