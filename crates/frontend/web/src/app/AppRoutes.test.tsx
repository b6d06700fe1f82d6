import { act, render, screen } from '@testing-library/react';
import { type ReactNode, Suspense, useId } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession, type Session } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { sharedCode } from '@/lib/sharedCode';
import { InSession, signIn } from '@/testing/session';
import { AppRoutes } from './AppRoutes';

vi.mock('./AppLayout', () => ({ AppLayout: ({ children }: { children: ReactNode }) => children }));
vi.mock('@/features/days/components/TodayPage', () => ({
  TodayPage: ({ date = 'today' }: { date?: string }) => <button id={useId()}>{date}</button>,
}));
vi.mock('@/features/friends/components/FriendsPage', () => ({ FriendsPage: () => 'Friends' }));
vi.mock('@/features/auth/components/SignInPage', () => ({ SignInPage: () => 'Sign in' }));

beforeEach(() => setLanguage('en'));
afterEach(() => closeSession(currentSession()));

/** Renders the routes, and waits for the page's code. */
async function show(session: Session): Promise<void> {
  const app = (
    <InSession session={session}>
      <Suspense>
        <AppRoutes />
      </Suspense>
    </InSession>
  );
  await act(async () => Promise.resolve(render(app)));
}

it('keeps the elements, and the focus, from one day to another', async () => {
  const session = signIn();
  navigate(routes.day('2026-03-03'));
  await show(session);
  const button = await screen.findByRole('button', { name: '2026-03-03' });
  button.focus();
  act(() => navigate(routes.today()));
  expect(button.textContent).toBe('today');
  expect(document.activeElement).toBe(button);
});

it('shows the sign-in page at any path without a session, and keeps the path', async () => {
  navigate(routes.settings());
  await show(currentSession());
  await screen.findByText('Sign in');
  expect(window.location.pathname).toBe('/settings');
});

it('leads from the sign-in page to Today with a session', async () => {
  const session = signIn();
  navigate(routes.signIn());
  await show(session);
  await screen.findByRole('button', { name: 'today' });
  expect(window.location.pathname).toBe('/');
});

it('leads to the friends where the code of a shared link waits', async () => {
  const held = vi.spyOn(sharedCode, 'held').mockReturnValue('7K2M-9QXR-4T8VB');
  const session = signIn();
  navigate(routes.signUp());
  await show(session);
  await screen.findByText('Friends');
  expect(window.location.pathname).toBe('/friends');
  held.mockRestore();
});
