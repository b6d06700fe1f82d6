import { act, render, screen } from '@testing-library/react';
import { type ReactNode, Suspense, useId } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession, type Session } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { invitationToken } from '@/lib/invitationToken';
import { routes } from '@/lib/routes';
import { sharedCode } from '@/lib/sharedCode';
import { InSession, signIn } from '@/testing/session';
import { AppRoutes } from './AppRoutes';

/** The pages whose code was loaded. */
const loaded = vi.hoisted((): string[] => []);

vi.mock('./AppLayout', () => ({ AppLayout: ({ children }: { children: ReactNode }) => children }));
vi.mock('@/features/days/components/TodayPage', () => ({
  TodayPage: ({ date = 'today' }: { date?: string }) => <button id={useId()}>{date}</button>,
}));
vi.mock('@/features/friends/components/FriendsPage', () => ({ FriendsPage: () => 'Friends' }));
vi.mock('@/features/teams/components/TeamsPage', () => {
  loaded.push('Teams');
  return { TeamsPage: () => 'Teams' };
});
vi.mock('@/features/analytics/components/AnalyticsPage', () => {
  loaded.push('Analytics');
  return { AnalyticsPage: () => 'Analytics' };
});
vi.mock('@/features/invitations/components/InvitationPage', () => ({
  InvitationPage: () => 'Invitation',
}));
vi.mock('@/features/auth/components/SignInPage', () => ({ SignInPage: () => 'Sign in' }));

beforeEach(() => {
  loaded.length = 0;
  return setLanguage('en');
});
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

it.each([
  ['Analytics', routes.analytics()],
  ['Teams', routes.teams()],
])('loads the code of %s when it is opened', async (name, path) => {
  const session = signIn();
  navigate(routes.today());
  await show(session);
  await screen.findByRole('button', { name: 'today' });
  expect(loaded).toEqual([]);
  await act(async () => {
    navigate(path);
    await Promise.resolve();
  });
  await screen.findByText(name);
  expect(loaded).toEqual([name]);
});

it.each([
  ['/friends', 'Friends'],
  ['/teams', 'Teams'],
] as const)('leads to %s where the code of its shared link waits', async (page, text) => {
  const waiting = vi.spyOn(sharedCode, 'page').mockReturnValue(page);
  const session = signIn();
  navigate(routes.signUp());
  await show(session);
  await screen.findByText(text);
  expect(window.location.pathname).toBe(page);
  waiting.mockRestore();
});

it('leads to an invitation that waits', async () => {
  const held = vi.spyOn(invitationToken, 'held').mockReturnValue('secret');
  const session = signIn();
  navigate(routes.signIn());
  await show(session);
  await screen.findByText('Invitation');
  expect(window.location.pathname).toBe('/invitation');
  held.mockRestore();
});
