import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeSession, currentSession, type Session } from '@/api/session';
import { recalculationQuery } from '@/features/recalculation';
import { seedQuery } from '@/testing/queries';
import { InSession, signIn } from '@/testing/session';
import { clearing, marking } from '../changes';
import { useChangeExceptions } from './changeExceptions';
import { statisticsQuery } from './getStatistics';
import { exceptionsQuery } from './listExceptions';

/** What was asked, in this order. */
const asked: string[] = [];
let before: object[] = [];
let refused = '';

vi.stubGlobal('fetch', async (request: Request): Promise<Response> => {
  const { pathname, search } = new URL(request.url);
  const body = request.method === 'PUT' ? ` ${await request.text()}` : '';
  asked.push(`${request.method} ${pathname}${search}${body}`);
  if (request.method === refused) return Response.json({}, { status: 422 });
  return Response.json(request.method === 'GET' ? { exceptions: before } : { days: [] });
});

let session: Session;

beforeEach(() => {
  asked.length = 0;
  before = [];
  refused = '';
  session = signIn();
});

afterEach(() => closeSession(currentSession()));

function start(beforeChange = () => Promise.resolve()) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <InSession session={session}>{children}</InSession>
  );
  return renderHook(() => useChangeExceptions(beforeChange), { wrapper }).result.current;
}

const dates = { from: '2026-03-03', to: '2026-03-05' };
const range = 'from=2026-03-03&to=2026-03-05';
const illness = { kind: 'illness', note: null } as const;

describe('a change of exceptions', () => {
  it('waits for the edits of days, and keeps what undoes it', async () => {
    before = [{ from: '2026-03-05', to: '2026-03-05', days: 1, kind: 'travel', note: 'Rome' }];
    const change = start(() => {
      asked.push('saved');
      return Promise.resolve();
    });
    const undo = await act(() =>
      change.mutateAsync(marking({ ...dates, exception: illness }, null)),
    );
    expect(asked).toEqual([
      'saved',
      `GET /api/exceptions?${range}`,
      `PUT /api/days/exceptions ${JSON.stringify({ ...dates, ...illness })}`,
    ]);
    expect(undo).toEqual([
      { from: '2026-03-03', to: '2026-03-04', exception: null },
      { from: '2026-03-05', to: '2026-03-05', exception: { kind: 'travel', note: 'Rome' } },
    ]);
  });

  it('clears by the dates', async () => {
    const change = start();
    await act(() => change.mutateAsync(clearing(dates)));
    expect(asked.at(-1)).toBe(`DELETE /api/days/exceptions?${range}`);
  });

  it.each(['', 'PUT'])('asks again for all that depends on it, refused or not: %j', async (by) => {
    refused = by;
    const { api, queries } = session;
    const dependent = [
      statisticsQuery(api, 2026),
      exceptionsQuery(api, dates),
      recalculationQuery(api),
      { queryKey: ['days', 'one', '2026-03-04'], meta: { scores: true } },
    ];
    for (const query of dependent) seedQuery(queries, query);
    const change = start();
    const done = act(() => change.mutateAsync([{ ...dates, exception: illness }]));
    await (by === '' ? done : expect(done).rejects.toThrow());
    const invalidated = dependent.map((one) => queries.getQueryState(one.queryKey)?.isInvalidated);
    expect(invalidated).toEqual(dependent.map(() => true));
  });
});
