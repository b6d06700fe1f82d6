import { QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { seedQuery } from '@/testing/queries';
import { signIn } from '@/testing/session';
import { aUser } from '@/testing/users';
import { persistResponses } from './responseCache';
import { closeSession, currentSession, Session } from './session';

vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));

const key = ['days', 'one', '2026-03-03'];
const sessions = ['sessions'];

/** Keeps a response of a user, as a visit does. */
async function visit(userId: string): Promise<Session> {
  const session = signIn(aUser({ id: userId }));
  await persistResponses(session);
  seedQuery(session.queries, { queryKey: key, meta: { offline: true } }, { day: 'of Ada' });
  seedQuery(session.queries, { queryKey: sessions }, ['secret']);
  await vi.waitFor(
    async () => {
      const stored = await session.database?.run((stores) => stores.count('responses'));
      expect(stored).toBe(1);
    },
    { timeout: 5_000 },
  );
  return session;
}

afterEach(() => closeSession(currentSession()));

it('shows what was kept at the next visit, and asks for it again', async () => {
  await visit('ada');
  const next = new Session({ userId: 'ada', token: null });
  await persistResponses(next);
  expect(next.queries.getQueryData(key)).toEqual({ day: 'of Ada' });
  expect(next.queries.getQueryData(sessions)).toBeUndefined();
  const queryFn = vi.fn(() => Promise.resolve({ day: 'newer' }));
  const observer = new QueryObserver(next.queries, { queryKey: key, queryFn });
  const leave = observer.subscribe(() => undefined);
  expect(observer.getCurrentResult().data).toEqual({ day: 'of Ada' });
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual({ day: 'newer' }));
  leave();
});

it('keeps nothing for another user, or after the end of the session', async () => {
  const session = await visit('grace');
  const other = new Session({ userId: 'joan', token: null });
  await persistResponses(other);
  expect(other.queries.getQueryData(key)).toBeUndefined();
  closeSession(session);
  const again = new Session({ userId: 'grace', token: null });
  await vi.waitFor(async () => {
    expect(await again.database?.run((stores) => stores.count('responses'))).toBe(0);
  });
});
