import { render, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import { aDay, anEntry } from '@/testing/days';
import { InSession, signIn } from '@/testing/session';
import { aUser } from '@/testing/users';
import { dayQuery } from '../api/getDay';
import { AppBadge } from './AppBadge';

const setAppBadge = vi.fn<(count: number) => Promise<void>>();
vi.stubGlobal('fetch', () => Response.error());

beforeEach(() => {
  vi.setSystemTime('2026-03-03T12:00:00Z');
  setAppBadge.mockReset().mockResolvedValue();
  Object.assign(navigator, { setAppBadge });
});

afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(navigator, 'setAppBadge');
  closeSession(currentSession());
});

function show() {
  const session = signIn();
  session.queries.setQueryData(['auth', 'me'], aUser());
  const view = render(
    <InSession session={session}>
      <AppBadge user={aUser()} />
    </InSession>,
  );
  /** The day of this date was loaded, or saved. */
  const load = (date: string, amount: number | null) => {
    const day = aDay({ date, entries: [anEntry({ habitId: 'read', target: 30, amount })] });
    session.queries.setQueryData(dayQuery(session.api, date).queryKey, { day, etag: null });
  };
  return { ...view, load };
}

it('shows what is open today as far as it is known, and nothing once the session has ended', async () => {
  const { load, unmount } = show();
  expect(setAppBadge).not.toHaveBeenCalled();
  load('2026-03-03', null);
  await waitFor(() => expect(setAppBadge.mock.calls).toEqual([[1]]));
  load('2026-03-02', null);
  load('2026-03-03', 30);
  await waitFor(() => expect(setAppBadge.mock.calls).toEqual([[1], [0]]));
  unmount();
  expect(setAppBadge.mock.calls).toEqual([[1], [0], [0]]);
});

it('does nothing where there are no badges, or they are refused', async () => {
  setAppBadge.mockRejectedValue(new DOMException('refused', 'NotAllowedError'));
  const { load, unmount } = show();
  load('2026-03-03', null);
  await waitFor(() => expect(setAppBadge).toHaveBeenCalled());
  Reflect.deleteProperty(navigator, 'setAppBadge');
  unmount();
});
