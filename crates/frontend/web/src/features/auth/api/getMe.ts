import { useQuery } from '@tanstack/react-query';
import { meQuery } from '@/api/meQuery';
import { useApi } from '@/api/SessionContext';

export function useMe({ enabled = true } = {}) {
  return useQuery({ ...meQuery(useApi()), enabled });
}
