import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeSession, currentSession, type Session } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { invitationToken } from '@/lib/invitationToken';
import { InSession, signIn } from '@/testing/session';
import { aUser } from '@/testing/users';
import { Toasts } from '@/ui/Toasts';
import { InvitationPage } from './InvitationPage';

/** Mocks `fetch` before the API client is imported: the responses by path. */
const server = vi.hoisted(() => {
  const responses = new Map<string, () => Response>();
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname.replace('/api/', '');
    asked.push({ path, body: await request.json().catch(() => null) });
    const response = responses.get(path);
    if (!response) throw new TypeError('No network.');
    return response();
  });
  return { responses, asked };
});

const EXPIRES = '2026-12-07T12:00:00Z';

const anInvitation = (given: object = {}) => ({
  target: { kind: 'friend' },
  inviter: 'Grace',
  maskedEmail: 'a•••@example.org',
  email: 'ada@example.org',
  expiresAt: EXPIRES,
  canRegister: true,
  ...given,
});

function responds(path: string, body: object, status = 200): void {
  server.responses.set(path, () => Response.json(body, { status }));
}

const refuses = (path: string, status: number, code: string) =>
  responds(path, { type: `/problems/${code}` }, status);

/** What the tab holds, until it is dropped. */
let token: string | null;
const drop = vi.fn();

async function show(session: Session): Promise<void> {
  window.history.replaceState(null, '', '/invitation');
  render(
    <>
      <InSession session={session}>
        <InvitationPage />
      </InSession>
      <Toasts />
    </>,
  );
  await vi.waitFor(() => expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull());
}

const title = () => screen.getByRole('heading', { level: 1 }).textContent;
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const requests = (path: string) => server.asked.filter((one) => one.path === path);

beforeEach(async () => {
  await setLanguage('en');
  server.responses.clear();
  server.asked.length = 0;
  currentSession().queries.clear();
  token = 'secret';
  drop.mockReset();
  vi.spyOn(invitationToken, 'held').mockImplementation(() => token);
  vi.spyOn(invitationToken, 'drop').mockImplementation(drop);
  responds('invitations/look-up', anInvitation());
});

afterEach(() => {
  closeSession(currentSession());
  window.history.replaceState(null, '', '/');
});

describe('the link of an invitation', () => {
  it.each([
    [404, 'not-found', 'No such invitation'],
    [410, 'invitation-used', 'Already accepted'],
    [410, 'invitation-expired', 'The invitation has expired'],
    [410, 'invitation-canceled', 'The invitation was withdrawn'],
    [410, 'invitation-void', 'The invitation is no longer valid'],
  ])('that is refused with %i %s says why, and waits no longer', async (status, code, words) => {
    refuses('invitations/look-up', status, code);
    await show(currentSession());
    expect(title()).toBe(words);
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
    expect(drop).toHaveBeenCalled();
  });

  it('without its token asks nothing', async () => {
    token = null;
    await show(signIn());
    expect(title()).toBe('Part of the link is missing');
    expect(screen.getByRole('link', { name: 'Go to Today' })).toBeTruthy();
    expect(server.asked).toEqual([]);
  });

  it('is looked up again after too many requests', async () => {
    refuses('invitations/look-up', 429, 'too-many-requests');
    await show(currentSession());
    expect(screen.getByRole('alert').textContent).toContain('There were too many requests');
    expect(drop).not.toHaveBeenCalled();
    responds('invitations/look-up', anInvitation());
    await press('Try again');
    await screen.findByRole('heading', { name: 'Grace invites you to be friends' });
  });
});

describe('a stranger', () => {
  async function register(): Promise<void> {
    await userEvent.type(screen.getByLabelText('Name'), 'Ada');
    await userEvent.type(screen.getByLabelText('Password'), 'correct horse');
    await press('Sign up');
  }

  const opened = { user: aUser(), token: 'token', expiresAt: EXPIRES };

  it.each([
    [{ kind: 'friend' }, '/friends', 'You and Grace are friends now.'],
    [{ kind: 'team', teamId: 'crew' }, '/teams/crew', 'You are in the team “Crew” now.'],
    [{ kind: 'installation' }, '/', 'The invitation is accepted.'],
  ])('who registers for %o lands at %s', async (target, path, words) => {
    responds('invitations/look-up', anInvitation({ target, team: 'Crew' }));
    responds('invitations/register', opened, 201);
    await show(currentSession());
    const address = screen.getByLabelText<HTMLInputElement>('E-mail address');
    expect([address.value, address.readOnly]).toEqual(['ada@example.org', true]);
    expect(screen.getByText(/^For a•••@example\.org, until 7 Dec 2026/)).toBeTruthy();
    await register();
    await screen.findByText(words);
    expect(requests('invitations/register')).toMatchObject([
      { body: { token: 'secret', email: 'ada@example.org', name: 'Ada', language: 'en' } },
    ]);
    expect(window.location.pathname).toBe(path);
    expect(currentSession().userId).toBe('user');
    expect(drop).toHaveBeenCalled();
  });

  it('types the address where the link was not mailed, and is told if it is another', async () => {
    responds('invitations/look-up', anInvitation({ email: null }));
    refuses('invitations/register', 403, 'invitation-for-another');
    await show(currentSession());
    const address = screen.getByLabelText<HTMLInputElement>('E-mail address');
    expect([address.value, address.readOnly]).toEqual(['', false]);
    await userEvent.type(address, 'eve@example.org');
    await register();
    await screen.findByText('This is not the address that the invitation is for.');
    expect(address.getAttribute('aria-invalid')).toBe('true');
    expect(drop).not.toHaveBeenCalled();
  });

  it('whose address has an account is led to the sign-in', async () => {
    refuses('invitations/register', 409, 'email-taken');
    await show(currentSession());
    await register();
    await screen.findByRole('heading', { name: 'You have an account' });
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
    expect(drop).not.toHaveBeenCalled();
  });

  it('is told when registration was closed meanwhile', async () => {
    refuses('invitations/register', 403, 'registration-closed');
    await show(currentSession());
    await register();
    await screen.findByText(/^Nobody can sign up here by themselves/);
  });

  it('is told when the invitation was withdrawn meanwhile', async () => {
    refuses('invitations/register', 410, 'invitation-canceled');
    await show(currentSession());
    await register();
    await screen.findByRole('heading', { name: 'The invitation was withdrawn' });
  });

  it('can only sign in where no account can be created', async () => {
    responds('invitations/look-up', anInvitation({ canRegister: false }));
    await show(currentSession());
    expect(screen.getByText(/^No new account can be created/)).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
  });
});

describe('who is signed in', () => {
  it('accepts, and lands where the invitation leads', async () => {
    responds('invitations/accept', { target: { kind: 'friend' } });
    await show(signIn());
    expect(screen.getByText('You are signed in as ada@example.org.')).toBeTruthy();
    await press('Accept');
    await screen.findByText('You and Grace are friends now.');
    expect(requests('invitations/accept')).toEqual([
      { path: 'invitations/accept', body: { token: 'secret' } },
    ]);
    expect(window.location.pathname).toBe('/friends');
    expect(drop).toHaveBeenCalled();
  });

  it('puts it off without accepting it', async () => {
    await show(signIn());
    await press('Not now');
    expect(window.location.pathname).toBe('/');
    expect(drop).toHaveBeenCalled();
    expect(requests('invitations/accept')).toEqual([]);
  });

  it.each([
    [409, 'too-many-friends', /^One of you has too many friends/],
    [429, 'too-many-requests', /^There were too many requests/],
  ])('can try again after %i %s', async (status, code, words) => {
    refuses('invitations/accept', status, code);
    await show(signIn());
    await press('Accept');
    await screen.findByText(words);
    expect(screen.getByRole('button', { name: 'Accept' })).toBeTruthy();
    expect(drop).not.toHaveBeenCalled();
  });

  it('is told when it was accepted meanwhile', async () => {
    refuses('invitations/accept', 410, 'invitation-used');
    await show(signIn());
    await press('Accept');
    await screen.findByRole('heading', { name: 'Already accepted' });
    expect(screen.getByRole('link', { name: 'Go to Today' })).toBeTruthy();
  });

  it('with another address than the mail’s signs out, and the invitation waits', async () => {
    responds('auth/logout', {});
    const session = signIn(aUser({ email: 'eve@example.org' }));
    await show(session);
    expect(title()).toBe('For another address');
    expect(screen.getByText(/^This invitation is for ada@example\.org\./).textContent).toContain(
      'You are signed in as eve@example.org.',
    );
    await press('Sign out and go on');
    await vi.waitFor(() => expect(currentSession().userId).toBeNull());
    expect(window.location.pathname).toBe('/invitation');
    expect(drop).not.toHaveBeenCalled();
  });

  it('with another address than a copied link’s learns it by accepting', async () => {
    responds('invitations/look-up', anInvitation({ email: null }));
    refuses('invitations/accept', 403, 'invitation-for-another');
    await show(signIn(aUser({ email: 'eve@example.org' })));
    await press('Accept');
    await screen.findByRole('heading', { name: 'For another address' });
    expect(screen.getByText(/^This invitation is for a•••@example\.org\./)).toBeTruthy();
  });
});
