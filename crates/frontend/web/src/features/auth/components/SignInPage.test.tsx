import { render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { currentSession } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { invitationToken } from '@/lib/invitationToken';
import { InSession } from '@/testing/session';
import { SignInPage } from './SignInPage';

/** Who may sign up; mocks `fetch` before the API client is imported. */
const registration = vi.hoisted(() => {
  const status = { mode: 'open', domains: [] };
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(status)));
  return status;
});

beforeEach(() => setLanguage('en'));
afterEach(() => {
  vi.restoreAllMocks();
  currentSession().queries.clear();
});

async function show(mode: string): Promise<void> {
  registration.mode = mode;
  const session = currentSession();
  render(
    <InSession session={session}>
      <SignInPage />
    </InSession>,
  );
  await vi.waitFor(() => expect(session.queries.isFetching()).toBe(0));
}

const way = () => screen.queryByRole('link', { name: 'Create an account' })?.getAttribute('href');

it.each([
  ['open', '/sign-up', false],
  ['invite', undefined, true],
  ['closed', undefined, false],
])('where registration is %s, the way to an account is %s', async (mode, path, isByInvitation) => {
  await show(mode);
  expect(way()).toBe(path);
  const hint = screen.queryByText(/To sign up here you need an invitation\./);
  expect(hint !== null).toBe(isByInvitation);
});

it('leads back to an invitation that waits', async () => {
  vi.spyOn(invitationToken, 'held').mockReturnValue('secret');
  await show('invite');
  expect(screen.getByText(/you come back to the invitation/)).toBeTruthy();
  expect(way()).toBe('/invitation');
});
