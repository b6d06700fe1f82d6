import { focusManager, type QueryClient } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { meQuery } from '@/api/meQuery';
import { closeSession, currentSession, type Session } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { InSession, signIn } from '@/testing/session';
import { aUser } from '@/testing/users';
import { Toasts } from '@/ui/Toasts';
import { useMe } from '../api/getMe';
import { ForgotPasswordPage } from './ForgotPasswordPage';
import { ResetPasswordPage } from './ResetPasswordPage';
import { UnverifiedNotice } from './UnverifiedNotice';
import { VerifyEmailPage } from './VerifyEmailPage';

vi.mock('@/lib/linkToken', () => ({ linkToken: 'secret' }));

/** Mocks `fetch` before the API client is imported. */
const server = vi.hoisted(() => {
  const fetchMock = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', fetchMock);
  return fetchMock;
});

function accepts(status: 202 | 204): void {
  server.mockReset().mockResolvedValueOnce(new Response(null, { status }));
}

function respondsWithProblem(status: number, problem: object, headers: HeadersInit = {}): void {
  server.mockReset().mockResolvedValueOnce(Response.json(problem, { status, headers }));
}

const spent = {
  type: '/problems/invalid',
  errors: [{ pointer: '/token', code: 'link_spent', message: 'has been used' }],
};

let session: Session;
let client: QueryClient;

function show(page: ReactNode): void {
  render(<InSession session={session}>{page}</InSession>);
}

/** The requests that were sent, with their bodies. */
async function asked(): Promise<string[]> {
  const calls = server.mock.calls.map(async ([request]) => {
    const { pathname } = new URL(request.url);
    return `${request.method} ${pathname} ${await request.text()}`.trim();
  });
  return Promise.all(calls);
}

beforeEach(async () => {
  await setLanguage('en');
  session = signIn();
  client = session.queries;
});

afterEach(() => {
  focusManager.setFocused(undefined);
  closeSession(currentSession());
  window.history.replaceState(null, '', '/');
});

describe('requesting a password reset', () => {
  async function ask(): Promise<void> {
    show(<ForgotPasswordPage />);
    await userEvent.type(screen.getByLabelText('E-mail address'), ' ada@example.org ');
    await userEvent.click(screen.getByRole('button', { name: 'Send the link' }));
  }

  it('does not reveal whether the account exists', async () => {
    accepts(202);
    await ask();
    await screen.findByText(/^If ada@example.org has an account here/);
    expect(await asked()).toEqual(['POST /api/auth/password/forgot {"email":"ada@example.org"}']);
  });

  it('refers to the administrator if mail is off', async () => {
    respondsWithProblem(409, { type: '/problems/mail-off' });
    await ask();
    await screen.findByText(/Ask its administrator/);
  });

  it('says how long to wait after too many requests', async () => {
    respondsWithProblem(429, { type: '/problems/too-many-attempts' }, { 'Retry-After': '90' });
    await ask();
    await screen.findByText('There were too many attempts. Try again in 2 minutes.');
  });
});

describe('choosing a new password', () => {
  async function choose(): Promise<void> {
    window.history.replaceState(null, '', '/reset-password');
    show(<ResetPasswordPage />);
    await userEvent.type(screen.getByLabelText('New password'), 'another good password');
    await userEvent.click(screen.getByRole('button', { name: 'Save the new password' }));
  }

  it('ends the session and opens the sign-in page', async () => {
    accepts(204);
    await choose();
    await vi.waitFor(() => expect(window.location.pathname).toBe('/sign-in'));
    expect(await asked()).toEqual([
      'POST /api/auth/password/reset {"token":"secret","password":"another good password"}',
    ]);
    expect(session.signal.aborted).toBe(true);
    expect(currentSession().userId).toBeNull();
    expect(client.getQueryData(meQuery(session.api).queryKey)).toBeUndefined();
  });

  it('reports a used link and keeps the session', async () => {
    respondsWithProblem(422, spent);
    await choose();
    await screen.findByText('This link has been used or has expired.');
    expect(window.location.pathname).toBe('/reset-password');
    expect(currentSession()).toBe(session);
  });

  it('shows the server’s error at the password field', async () => {
    const errors = [{ pointer: '/password', code: 'too_common', message: 'is too common' }];
    respondsWithProblem(422, { type: '/problems/invalid', errors });
    await choose();
    await screen.findByText('is too common');
    expect(screen.getByLabelText('New password').getAttribute('aria-invalid')).toBe('true');
  });
});

describe('confirming an address', () => {
  const press = () => userEvent.click(screen.getByRole('button', { name: 'Confirm the address' }));

  it('sends nothing before the button is pressed', async () => {
    server.mockReset();
    show(<VerifyEmailPage />);
    await screen.findByText('Confirm that this address is yours.');
    expect(server).not.toHaveBeenCalled();
  });

  it('sends the token once and refetches the user', async () => {
    accepts(204);
    show(<VerifyEmailPage />);
    await userEvent.dblClick(screen.getByRole('button', { name: 'Confirm the address' }));
    await screen.findByText('The address is confirmed.');
    expect(await asked()).toEqual(['POST /api/auth/email/verify {"token":"secret"}']);
    expect(client.getQueryState(meQuery(session.api).queryKey)?.isInvalidated).toBe(true);
    expect(screen.queryByRole('button', { name: 'Confirm the address' })).toBeNull();
  });

  it('reports a used link', async () => {
    closeSession(session);
    session = currentSession();
    respondsWithProblem(422, spent);
    show(<VerifyEmailPage />);
    await press();
    await screen.findByText('This link has been used or has expired.');
    expect(screen.queryByText(/is confirmed\.$/)).toBeNull();
  });

  it('says that the address is confirmed to its owner who follows an old link', async () => {
    client.setQueryData(meQuery(session.api).queryKey, aUser({ emailVerified: false }));
    respondsWithProblem(422, spent);
    server.mockResolvedValueOnce(Response.json(aUser()));
    show(<VerifyEmailPage />);
    await press();
    await screen.findByText('Your address ada@example.org is confirmed.');
  });

  it('reports a used link to an owner whose address is not confirmed', async () => {
    client.setQueryData(meQuery(session.api).queryKey, aUser({ emailVerified: false }));
    respondsWithProblem(422, spent);
    server.mockResolvedValueOnce(Response.json(aUser({ emailVerified: false })));
    show(<VerifyEmailPage />);
    await press();
    await screen.findByText('This link has been used or has expired.');
    await vi.waitFor(async () => expect((await asked()).at(-1)).toBe('GET /api/auth/me'));
    expect(screen.queryByText(/is confirmed\.$/)).toBeNull();
  });
});

describe('the verification notice', () => {
  function Reminder() {
    const { data } = useMe();
    return data && <UnverifiedNotice user={data} always={false} />;
  }

  const anUnverifiedUser = () => aUser({ emailVerified: false, canVerifyEmail: true });

  const reminder = () => screen.queryByRole('complementary', { name: 'Your e-mail address' });

  it('is not shown for verified addresses', () => {
    show(<UnverifiedNotice user={aUser()} always={false} />);
    expect(reminder()).toBeNull();
  });

  it('is not shown if mail is off', () => {
    show(<UnverifiedNotice user={aUser({ emailVerified: false })} always={false} />);
    expect(reminder()).toBeNull();
  });

  it('says how long to wait before the next link', async () => {
    respondsWithProblem(429, { type: '/problems/too-many-attempts' }, { 'Retry-After': '30' });
    show(
      <>
        <UnverifiedNotice user={anUnverifiedUser()} always={false} />
        <Toasts />
      </>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
    await screen.findByText('There were too many attempts. Try again in 30 seconds.');
  });

  it('sends another link, and can be dismissed', async () => {
    accepts(202);
    show(<UnverifiedNotice user={anUnverifiedUser()} always={false} />);
    expect(reminder()?.textContent).toContain('ada@example.org');
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
    await vi.waitFor(async () =>
      expect(await asked()).toEqual(['POST /api/auth/email/verify/resend']),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(reminder()).toBeNull();
  });

  it('disappears after the address was verified elsewhere', async () => {
    client.setQueryData(meQuery(session.api).queryKey, anUnverifiedUser());
    server.mockReset().mockResolvedValueOnce(Response.json(aUser()));
    show(<Reminder />);
    expect(reminder()).not.toBeNull();
    act(() => {
      focusManager.setFocused(false);
      focusManager.setFocused(true);
    });
    await vi.waitFor(() => expect(reminder()).toBeNull());
    expect(await asked()).toEqual(['GET /api/auth/me']);
  });
});
