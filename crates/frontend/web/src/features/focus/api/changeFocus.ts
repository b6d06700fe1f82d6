import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { refreshScores } from '@/api/queryMeta';
import { useSession } from '@/api/SessionContext';
import type { FocusSession } from '@/api/types';
import { outboxOf, type StartedFocus } from '../outbox';

/** Asks anew for the sessions, and for the scores that they change. */
export async function refreshFocus(client: QueryClient): Promise<void> {
  await Promise.all([client.invalidateQueries({ queryKey: ['focus'] }), refreshScores(client)]);
}

/** Starts a session; without a network, it is told later. */
export function useStartFocus() {
  const outbox = outboxOf(useSession());
  const client = useQueryClient();
  return useMutation({
    mutationFn: (started: StartedFocus) => outbox.start(started),
    onSuccess: () => refreshFocus(client),
    onError: (error) => {
      // The one that runs already is shown.
      if (error instanceof ApiProblem && error.status === 409) void refreshFocus(client);
    },
  });
}

interface Stop {
  session: FocusSession;
  interrupted: boolean;
  /** If it ended earlier. */
  endedAt?: string;
}

/** Stops a session; without a network, it is told later. */
export function useStopFocus() {
  const outbox = outboxOf(useSession());
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ session, ...end }: Stop) => outbox.stop(session, end),
    onSuccess: () => refreshFocus(client),
  });
}

/** Corrects the end of a session that has ended. */
export function useCorrectFocus() {
  const { api } = useSession();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; endedAt: string; interrupted: boolean }) =>
      unwrap(api.PUT('/api/focus/{id}', { params: { path: { id } }, body })),
    onSuccess: () => refreshFocus(client),
  });
}

/** Deletes a session; the result tells it anew. */
export function useDeleteFocus() {
  const { api } = useSession();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (session: FocusSession) => {
      const { id } = session;
      await api.DELETE('/api/focus/{id}', { params: { path: { id } } });
      return async () => {
        await unwrap(api.POST('/api/focus/start', { body: asTold(session) }));
        await refreshFocus(client);
      };
    },
    onSuccess: () => refreshFocus(client),
  });
}

function asTold({ habitId, taskId, startedAt, endedAt, interrupted }: FocusSession) {
  return {
    ...(habitId !== null ? { habitId } : { taskId }),
    startedAt,
    endedAt,
    interrupted,
  };
}
