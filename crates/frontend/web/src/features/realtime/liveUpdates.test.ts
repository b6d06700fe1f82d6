import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession, type Session } from '@/api/session';
import { saversOf } from '@/features/days';
import { FakeWebSocket } from '@/testing/FakeWebSocket';
import { signIn } from '@/testing/session';
import { startLiveUpdates } from './liveUpdates';
import { liveness } from './liveness';

vi.stubGlobal('WebSocket', FakeWebSocket);
vi.stubGlobal('fetch', () =>
  Promise.resolve(Response.json({ ticket: 'ticket', expiresAt: '' }, { status: 201 })),
);

let session: Session;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A query on screen; how often it was fetched. */
function watch(queryKey: readonly unknown[]) {
  const queryFn = vi.fn(() => Promise.resolve({ online: ['ada'] }));
  const observer = new QueryObserver(session.queries, { queryKey, queryFn, staleTime: Infinity });
  observer.subscribe(() => undefined);
  return queryFn;
}

let last = 0;

function send(type: string, data: object, at = 'now'): void {
  last += 1;
  FakeWebSocket.last.send({ id: `${last}-0`, at, type, data });
}

const DATE = '2026-03-03';

const saved = (etag: string | null, at?: string) => {
  send('day.saved', { from: DATE, to: DATE, etag }, at);
  send('kpi.calculated', { from: DATE, to: DATE, kpi: 80 }, at);
};

beforeEach(async () => {
  vi.useFakeTimers();
  FakeWebSocket.opened.length = 0;
  session = signIn();
  startLiveUpdates(session);
  startLiveUpdates(session);
  await pass(0);
  FakeWebSocket.last.greet();
  await pass(1_000);
});

afterEach(() => {
  closeSession(currentSession());
  vi.useRealTimers();
});

it('there is one connection for each session', () => {
  expect(FakeWebSocket.opened).toHaveLength(1);
  expect(liveness.isLive()).toBe(true);
});

it('a storm of events is one request for each query', async () => {
  const day = watch(['days', 'one', DATE]);
  const friends = watch(['friends', 'list']);
  const sharing = watch(['sharing']);
  await pass(0);
  for (let index = 0; index < 100; index += 1) saved(null);
  send('friend.activity', { userId: 'bob' });
  await pass(1_000);
  expect(day).toHaveBeenCalledTimes(2);
  expect(friends).toHaveBeenCalledTimes(2);
  expect(sharing).toHaveBeenCalledTimes(1);
});

it('a connection that comes back asks for everything', async () => {
  const queries = [
    ['days', 'one', DATE],
    ['friends', 'list'],
    ['teams', 'list'],
  ].map(watch);
  const list = watch(['notifications', 'list']);
  const sharing = watch(['sharing']);
  await pass(0);
  FakeWebSocket.last.end(1006);
  expect(liveness.isLive()).toBe(false);
  await pass(1_000);
  FakeWebSocket.last.greet();
  FakeWebSocket.last.send({ type: 'resync' });
  await pass(1_000);
  for (const query of [...queries, list]) expect(query).toHaveBeenCalledTimes(2);
  expect(sharing).toHaveBeenCalledTimes(1);
});

it('what was saved in this browser is not asked for again', async () => {
  const known = vi.spyOn(saversOf(session), 'has');
  known.mockImplementation((date, etag) => date === DATE && etag === '"own"');
  const day = watch(['days', 'one', DATE]);
  await pass(0);
  saved('"own"', 'one moment');
  await pass(1_000);
  expect(day).toHaveBeenCalledTimes(1);
  saved('"own"', 'one moment');
  send('kpi.calculated', { from: DATE, to: DATE, kpi: null }, 'another moment');
  await pass(1_000);
  expect(day).toHaveBeenCalledTimes(2);
  saved('"of another device"');
  await pass(1_000);
  expect(day).toHaveBeenCalledTimes(3);
});

it('presence changes without a request', async () => {
  const presence = watch(['presence']);
  await pass(0);
  send('presence.changed', { userId: 'bob', online: true });
  expect(session.queries.getQueryData(['presence'])).toEqual({ online: ['ada', 'bob'] });
  send('presence.changed', { userId: 'ada', online: false });
  expect(session.queries.getQueryData(['presence'])).toEqual({ online: ['bob'] });
  await pass(1_000);
  expect(presence).toHaveBeenCalledTimes(1);
});

it('nothing of a session comes after it', async () => {
  const day = watch(['days', 'one', DATE]);
  await pass(0);
  saved(null);
  closeSession(session);
  expect(liveness.isLive()).toBe(false);
  expect(FakeWebSocket.last.closed).toBe(true);
  await pass(60_000);
  expect(day).toHaveBeenCalledTimes(1);
});
