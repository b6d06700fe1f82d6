import { render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import type { Team, TeamRole } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { InSession, signIn } from '@/testing/session';
import { aUser } from '@/testing/users';
import { TeamPage } from './TeamPage';

const ID = 'crew';

/** The user's role in the team; null for nobody of it. */
let role: TeamRole | null;
/** What the server answers about the moderation log. */
let onLog: () => Response;

const team = (own: TeamRole): Team => ({
  id: ID,
  name: 'Harbour crew',
  description: null,
  createdAt: '2026-01-01T00:00:00Z',
  members: 2,
  joinCode: null,
  own: { role: own, joinedAt: '2026-01-01T00:00:00Z', mutedUntil: null, warnings: [] },
});

vi.stubGlobal('fetch', (request: Request): Response => {
  const { pathname } = new URL(request.url);
  if (pathname === '/api/auth/me') return Response.json(aUser());
  if (pathname.endsWith('/moderation-log')) return onLog();
  return role === null
    ? Response.json({ type: '/problems/not-found' }, { status: 404 })
    : Response.json(team(role));
});

beforeEach(async () => {
  role = 'leader';
  onLog = () => Response.json({ entries: [], more: false });
  await setLanguage('en');
});

afterEach(() => closeSession(currentSession()));

function show(tab: string) {
  render(
    <InSession session={signIn()}>
      <TeamPage id={ID} tab={tab} />
    </InSession>,
  );
}

it.each([
  ['leader', true],
  ['deputy', true],
  ['member', false],
] as const)('a %s has the moderation: %s', async (own, has) => {
  role = own;
  show('settings');
  const tabs = await screen.findByRole('navigation', { name: 'Sections of the team' });
  expect(within(tabs).queryByRole('link', { name: 'Moderation' }) !== null).toBe(has);
  const current = within(tabs).getByRole('link', { current: 'page' });
  expect(current.textContent).toBe('Settings');
});

it('tells a member that a tab is for leaders and deputies', async () => {
  role = 'member';
  show('moderation');
  await screen.findByRole('heading', { name: 'For leaders and deputies' });
});

it.each([
  ['removed', 404, null, 'This team is not yours'],
  ['without the role', 403, 'member', 'For leaders and deputies'],
] as const)('says so when the user is %s meanwhile', async (_how, status, then, title) => {
  onLog = () => {
    role = then;
    return Response.json({ type: '/problems/some' }, { status });
  };
  show('moderation');
  await screen.findByRole('heading', { name: title });
});
