import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import type { Team } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { InSession, signIn } from '@/testing/session';
import { aUser } from '@/testing/users';
import { TeamMessageCard } from './TeamMessageCard';

const server = vi.fn<(request: Request) => Promise<Response>>();
vi.stubGlobal('fetch', server);

beforeEach(() => setLanguage('en'));
afterEach(() => closeSession(currentSession()));

function show(mutedUntil: string | null): void {
  const team: Team = {
    id: 'team',
    name: 'Runners',
    description: null,
    createdAt: '2026-01-01T00:00:00Z',
    members: 2,
    joinCode: null,
    own: { role: 'member', joinedAt: '2026-01-01T00:00:00Z', mutedUntil, warnings: [] },
  };
  render(
    <InSession session={signIn()}>
      <TeamMessageCard team={team} user={aUser()} />
    </InSession>,
  );
}

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Message' });
const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Send' });

it('counts the characters that are left, and keeps the text when there were too many messages', async () => {
  server.mockImplementation(() =>
    Promise.resolve(
      Response.json(
        { type: '/problems/too-many-attempts' },
        { status: 429, headers: { 'Retry-After': '2520' } },
      ),
    ),
  );
  show(null);
  expect(screen.getByText('280 characters left.')).toBeTruthy();
  await userEvent.type(field(), 'Run 🏃');
  expect(screen.getByText('275 characters left.')).toBeTruthy();
  await userEvent.click(button());
  const told = await screen.findByText(/^You have written many messages\./);
  expect(told.textContent).toContain('in 42 minutes');
  expect(field().value).toBe('Run 🏃');
});

it('tells until when the user is muted, and takes no text', () => {
  show('2026-03-05T10:00:00Z');
  expect(screen.getByText(/^A leader or deputy has muted you\./).textContent).toContain(
    '5 Mar 2026, 11:00',
  );
  expect(field().disabled).toBe(true);
  expect(button().disabled).toBe(true);
});

it('leaves it to the field to tell of a mute', async () => {
  server.mockImplementation(() =>
    Promise.resolve(Response.json({ type: '/problems/muted' }, { status: 403 })),
  );
  show(null);
  await userEvent.type(field(), 'Run');
  await userEvent.click(button());
  await vi.waitFor(() => expect(server).toHaveBeenCalled());
  await vi.waitFor(() => expect(button().getAttribute('aria-busy')).toBeNull());
  expect(screen.getByRole('alert').textContent).toBe('');
});
