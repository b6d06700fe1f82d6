import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { reachability } from '@/api/reachability';
import { closeSession, currentSession } from '@/api/session';
import { aFocusSession } from '@/testing/days';
import { signIn } from '@/testing/session';
import { currentFocusQuery } from './api/currentFocus';
import { outboxOf } from './outbox';
import { uuid } from './uuid';

const START = { habitId: 'reading', name: 'Reading', date: '2026-03-03', minutes: 25 };

interface Sent {
  path: string;
  body: Record<string, unknown>;
}

let sent: Sent[];
let offline: boolean;
let status: number;

vi.stubGlobal('fetch', async (request: Request) => {
  if (offline) throw new TypeError('Failed to fetch');
  const { pathname } = new URL(request.url);
  const body = (await request.json().catch(() => ({}))) as Record<string, unknown>;
  sent.push({ path: pathname, body });
  return Response.json(status < 400 ? aFocusSession() : {}, { status });
});

beforeEach(() => {
  sent = [];
  offline = false;
  status = 200;
  localStorage.clear();
});

afterEach(() => {
  vi.useRealTimers();
  closeSession(currentSession());
  reachability.answered();
});

const untold = () => Object.keys(localStorage).filter((key) => key.includes('untold'));

function begin() {
  const session = signIn();
  const shown = () => session.queries.getQueryData(currentFocusQuery(session.api).queryKey);
  return { outbox: outboxOf(session), shown };
}

it('tells a start by the server’s clock', async () => {
  const { outbox } = begin();
  await outbox.start(START);
  expect(sent).toEqual([
    {
      path: '/api/focus/start',
      body: { id: expect.any(String) as string, habitId: 'reading', minutes: 25 },
    },
  ]);
});

it('tells what happened without a network later, with its instants, in one request', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-03-03T10:00:00Z'), toFake: ['Date'] });
  const { outbox, shown } = begin();
  offline = true;
  await outbox.start(START);
  const session = shown()?.session;
  expect(session).toMatchObject({ name: 'Reading', deadline: '2026-03-03T10:25:00.000Z' });
  vi.setSystemTime(Date.parse('2026-03-03T10:20:00Z'));
  await outbox.stop(session ?? aFocusSession(), { interrupted: true });
  expect(shown()?.session).toBeNull();
  expect(sent).toEqual([]);

  offline = false;
  outbox.resume();
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({
    id: session?.id,
    startedAt: '2026-03-03T10:00:00.000Z',
    endedAt: '2026-03-03T10:20:00.000Z',
    interrupted: true,
  });
  await vi.waitFor(() => expect(untold()).toEqual([]));
});

it('keeps the end of a session that the server knows', async () => {
  const { outbox } = begin();
  offline = true;
  await outbox.stop(aFocusSession({ endedAt: null }), { interrupted: false });
  offline = false;
  outbox.resume();
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.path).toBe('/api/focus/session/stop');
  expect(sent[0]?.body['endedAt']).toEqual(expect.any(String));
});

it('gives up what the server refuses', async () => {
  const { outbox } = begin();
  offline = true;
  await outbox.start(START);
  offline = false;
  status = 409;
  outbox.resume();
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  await vi.waitFor(() => expect(untold()).toEqual([]));
});

it('has ids of version 4', () => {
  expect(uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});
