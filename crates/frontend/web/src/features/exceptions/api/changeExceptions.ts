import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { refreshScores } from '@/api/queryMeta';
import { useApi } from '@/api/SessionContext';
import { recalculationQuery } from '@/features/recalculation';
import { type ExceptionChange, restoring } from '../changes';
import { listExceptions } from './listExceptions';

/** Changes exceptions after `beforeChange`; its result are the changes that undo it. */
export function useChangeExceptions(beforeChange: () => Promise<void>) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (changes: readonly ExceptionChange[]) => {
      await beforeChange();
      const before = await Promise.all(changes.map((change) => listExceptions(api, change)));
      for (const change of changes) await send(api, change);
      return changes.flatMap((change, index) => restoring(change, before[index] ?? []));
    },
    onSuccess: () => refresh(api, client),
    // A part may be done.
    onError: () => void refresh(api, client),
  });
}

function send(api: Api, { from, to, exception }: ExceptionChange): Promise<unknown> {
  return exception === null
    ? unwrap(api.DELETE('/api/days/exceptions', { params: { query: { from, to } } }))
    : unwrap(api.PUT('/api/days/exceptions', { body: { from, to, ...exception } }));
}

async function refresh(api: Api, client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['exceptions'] }),
    client.invalidateQueries({ queryKey: recalculationQuery(api).queryKey }),
    refreshScores(client),
  ]);
}
