import { matchQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiProblem } from '@/api/problem';
import { useApi } from '@/api/SessionContext';
import { teamKey, teamQuery } from './api/getTeam';

const REFUSED: readonly number[] = [403, 404];

/**
 * Reads a team anew when something of it is refused: the user may have been removed, or have another role now, which
 * the page then shows.
 */
export function useLostRight(id: string): void {
  const api = useApi();
  const client = useQueryClient();
  useEffect(() => {
    const itself = { queryKey: teamQuery(api, id).queryKey, exact: true };
    return client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'error') return;
      const { query, action } = event;
      if (!matchQuery({ queryKey: teamKey(id) }, query) || matchQuery(itself, query)) return;
      const error: unknown = action.error;
      if (error instanceof ApiProblem && REFUSED.includes(error.status)) {
        void client.invalidateQueries(itself);
      }
    });
  }, [api, client, id]);
}
