import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { currentSession } from '@/api/session';
import type { HabitInput } from '@/api/types';
import { recalculationQuery } from '@/features/recalculation';
import { seedQuery } from '@/testing/queries';
import { useAddDefaultHabits } from './addDefaultHabits';
import { useArchiveHabit } from './archiveHabit';
import { useCreateHabit } from './createHabit';
import { useDeleteHabit } from './deleteHabit';
import { habitsQuery } from './listHabits';
import { useRestoreHabit } from './restoreHabit';
import { useUpdateHabit } from './updateHabit';

/** Mocks `fetch` before the API client is imported. */
const server = vi.hoisted(() => {
  const fetchMock = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', fetchMock);
  return fetchMock;
});

const input: HabitInput = { name: 'Piano', category: 'skills', quadrant: 'Q2', target: 40 };

const changes = [
  ['creating', useCreateHabit, input],
  ['changing', useUpdateHabit, { id: 'piano', input }],
  ['deleting', useDeleteHabit, 'piano'],
  ['archiving', useArchiveHabit, 'piano'],
  ['restoring', useRestoreHabit, 'piano'],
  ['adding the defaults', useAddDefaultHabits, undefined],
] as const;

it.each(changes)(
  '%s refetches scores and the recalculation',
  async (_name, useChange, variables) => {
    server.mockReset().mockImplementation(() => Promise.resolve(Response.json({})));
    const { api } = currentSession();
    const client = new QueryClient();
    const rest = [
      recalculationQuery(api),
      habitsQuery(api),
      { queryKey: ['dashboards'], meta: { scores: true } },
    ];
    for (const query of rest) seedQuery(client, query);
    const wrapper = ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    );
    const { result } = renderHook(() => useChange(), { wrapper });
    await act(async () => {
      await result.current.mutateAsync(variables as never);
    });
    expect(server).toHaveBeenCalledOnce();
    expect(rest.filter(({ queryKey }) => !client.getQueryState(queryKey)?.isInvalidated)).toEqual(
      [],
    );
  },
);
