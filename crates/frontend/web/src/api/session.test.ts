import { openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aUser } from '@/testing/users';
import { signIn } from '@/testing/session';
import { unwrap } from './client';
import { closeSession, currentSession, hasExpired, renewSession } from './session';
import { resumeSignOut, signOut } from './signOut';

const fetched = vi.fn<(request: Request) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);

const KEY = 'kpi.session';
const ada = aUser({ id: 'ada' });
const grace = aUser({ id: 'grace' });

/** What another tab does: it writes the record, and this tab gets an event. */
function elsewhere(record: { userId: string; token: string | null } | null): void {
  if (record) localStorage.setItem(KEY, JSON.stringify(record));
  else localStorage.removeItem(KEY);
  window.dispatchEvent(new StorageEvent('storage', { key: KEY }));
}

afterEach(() => {
  closeSession(currentSession());
  fetched.mockReset();
});

describe('a change of who is signed in', () => {
  it.each([
    ['here', () => closeSession(currentSession()), null],
    ['in another tab', () => elsewhere(null), null],
    [
      'in another tab, to somebody else',
      () => elsewhere({ userId: 'grace', token: null }),
      'grace',
    ],
    ['by signing somebody else in', () => signIn(grace), 'grace'],
    ['by the server', () => currentSession().onRejected(), null],
  ])('%s ends the session as a whole', (_how, change, next) => {
    const session = signIn(ada);
    session.queries.setQueryData(['days', 'one', '2026-03-03'], { day: 'of Ada' });
    change();
    expect(session.signal.aborted).toBe(true);
    expect(session.queries.getQueryCache().getAll()).toEqual([]);
    expect(currentSession()).not.toBe(session);
    expect(currentSession().userId).toBe(next);
    expect(currentSession().queries).not.toBe(session.queries);
  });

  it('that this tab has slept through is noticed when it is shown', () => {
    const session = signIn(ada);
    localStorage.setItem(KEY, JSON.stringify({ userId: 'grace', token: null }));
    window.dispatchEvent(new Event('pageshow'));
    expect(session.signal.aborted).toBe(true);
    expect(currentSession().userId).toBe('grace');
  });

  it('lets no pending change of the old user through', async () => {
    const session = signIn(ada);
    let release = (): void => undefined;
    const before = new Promise<void>((resolve) => {
      release = resolve;
    });
    const mutation = session.queries.getMutationCache().build(session.queries, {
      mutationFn: async () => {
        await before;
        return session.api.POST('/api/habits/defaults');
      },
    });
    const done = mutation.execute(undefined);
    signIn(grace, 'other');
    release();
    await expect(done).rejects.toThrow();
    expect(fetched).not.toHaveBeenCalled();
  });

  it('is none when the same user signs in again or gets another token', () => {
    const session = signIn(ada);
    elsewhere({ userId: 'ada', token: 'newer' });
    expect(currentSession()).toBe(session);
    expect(session.token).toBe('newer');
    renewSession(session, 'newest');
    expect(JSON.parse(localStorage.getItem(KEY) ?? '')).toEqual({ userId: 'ada', token: 'newest' });
  });

  it('is announced as the server’s doing only if it is', () => {
    signIn(ada).onRejected();
    expect(hasExpired()).toBe(true);
    signIn(ada);
    expect(hasExpired()).toBe(false);
    closeSession(currentSession());
    expect(hasExpired()).toBe(false);
  });

  it('does not sign out who has taken the place of this user', () => {
    const session = signIn(ada);
    localStorage.setItem(KEY, JSON.stringify({ userId: 'grace', token: null }));
    session.onRejected();
    expect(currentSession().userId).toBe('grace');
    expect(localStorage.getItem(KEY)).toContain('grace');
  });
});

describe('what a session has stored on the device', () => {
  const databases = async () => (await indexedDB.databases()).map(({ name }) => name);

  async function store(session = currentSession()): Promise<void> {
    await session.database?.run(async (stores) => {
      await stores.put('drafts', 'unsaved', '2026-03-03');
      await stores.put('responses', 'of the server', 'queries');
    });
  }

  it('is its unsaved edits alone after signing out', async () => {
    await store(signIn(ada));
    closeSession(currentSession());
    await vi.waitFor(async () => {
      const stores = await openDB('kpi-ada');
      expect(await stores.count('responses')).toBe(0);
      expect(await stores.count('drafts')).toBe(1);
      stores.close();
    });
  });

  it('goes with the account', async () => {
    await store(signIn(ada));
    closeSession(currentSession(), { erase: true });
    await vi.waitFor(async () => expect(await databases()).not.toContain('kpi-ada'));
  });

  it('goes with the account although a refused request has ended the session before', async () => {
    const session = signIn(ada);
    await store(session);
    session.onRejected();
    closeSession(session, { erase: true });
    await vi.waitFor(async () => expect(await databases()).not.toContain('kpi-ada'));
  });
});

describe('signing out', () => {
  it.each([
    ['could not be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['failed', () => Promise.resolve(Response.json({}, { status: 503 }))],
  ])('is repeated when the server %s', async (_case, respond) => {
    fetched.mockImplementationOnce(respond);
    await signOut(signIn(ada, null));
    closeSession(currentSession());
    fetched.mockImplementation(() => Promise.resolve(Response.json({}, { status: 404 })));
    await unwrap(currentSession().api.GET('/api/auth/me')).catch(() => undefined);
    fetched.mockClear();
    await resumeSignOut();
    const request = fetched.mock.calls[0]?.[0];
    expect(new URL(request?.url ?? '').pathname).toBe('/api/auth/logout');
    expect(request?.headers.get('Session-User')).toBe('ada');
    await resumeSignOut();
    expect(fetched).toHaveBeenCalledOnce();
  });
});
