import { focusManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '@/api/keys';
import { session } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { aUser } from '@/testing/users';
import { Toasts } from '@/ui/Toasts';
import { useMe } from '../api/getMe';
import { ForgotPasswordPage } from './ForgotPasswordPage';
import { ResetPasswordPage } from './ResetPasswordPage';
import { UnverifiedNotice } from './UnverifiedNotice';
import { VerifyEmailPage } from './VerifyEmailPage';

vi.mock('@/lib/linkToken', () => ({ linkToken: 'secret' }));

/** The server, in place before the client of the API asks for `fetch`. */
const server = vi.hoisted(() => {
  const answer = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', answer);
  return answer;
});

function accepts(status: 202 | 204): void {
  server.mockReset().mockResolvedValueOnce(new Response(null, { status }));
}

function refuses(status: number, problem: object, headers: HeadersInit = {}): void {
  server.mockReset().mockResolvedValueOnce(Response.json(problem, { status, headers }));
}

const spent = {
  type: '/problems/invalid',
  errors: [{ pointer: '/token', code: 'link_spent', message: 'has been used' }],
};

let client: QueryClient;

function show(page: ReactNode): void {
  render(<QueryClientProvider client={client}>{page}</QueryClientProvider>);
}

/** What was asked of the server, and with what. */
async function asked(): Promise<string[]> {
  const calls = server.mock.calls.map(async ([request]) => {
    const { pathname } = new URL(request.url);
    return `${request.method} ${pathname} ${await request.text()}`.trim();
  });
  return Promise.all(calls);
}

beforeEach(async () => {
  await setLanguage('en');
  client = new QueryClient();
  client.setQueryData(keys.me, aUser());
  session.open('token');
});

afterEach(() => {
  focusManager.setFocused(undefined);
  session.close();
  window.history.replaceState(null, '', '/');
});

describe('asking for a new password', () => {
  async function ask(): Promise<void> {
    show(<ForgotPasswordPage />);
    await userEvent.type(screen.getByLabelText('E-mail address'), ' ada@example.org ');
    await userEvent.click(screen.getByRole('button', { name: 'Send the link' }));
  }

  it('promises a mail only to whoever has an account', async () => {
    accepts(202);
    await ask();
    await screen.findByText(/^If ada@example.org has an account here/);
    expect(await asked()).toEqual(['POST /api/auth/password/forgot {"email":"ada@example.org"}']);
  });

  it('says who can help where no mail is sent', async () => {
    refuses(409, { type: '/problems/mail-off' });
    await ask();
    await screen.findByText(/Ask whoever runs it/);
  });

  it('says how long to wait where too many were asked for', async () => {
    refuses(429, { type: '/problems/too-many-attempts' }, { 'Retry-After': '90' });
    await ask();
    await screen.findByText('There were too many attempts. The next one is possible in 2 minutes.');
  });
});

describe('choosing a new password', () => {
  async function choose(): Promise<void> {
    window.history.replaceState(null, '', '/reset-password');
    show(<ResetPasswordPage />);
    await userEvent.type(screen.getByLabelText('New password'), 'another good password');
    await userEvent.click(screen.getByRole('button', { name: 'Save the new password' }));
  }

  it('forgets the session, and leads to sign in', async () => {
    accepts(204);
    await choose();
    await vi.waitFor(() => expect(window.location.pathname).toBe('/sign-in'));
    expect(await asked()).toEqual([
      'POST /api/auth/password/reset {"token":"secret","password":"another good password"}',
    ]);
    expect(session.token()).toBeNull();
    expect(client.getQueryData(keys.me)).toBeUndefined();
  });

  it('tells of a spent link, and keeps the session', async () => {
    refuses(422, spent);
    await choose();
    await screen.findByText('This link has been used, or is too old.');
    expect(window.location.pathname).toBe('/reset-password');
    expect(session.token()).toBe('token');
  });

  it('shows at the field what the server has against the password', async () => {
    const errors = [{ pointer: '/password', code: 'too_common', message: 'is too common' }];
    refuses(422, { type: '/problems/invalid', errors });
    await choose();
    await screen.findByText('is too common');
    expect(screen.getByLabelText('New password').getAttribute('aria-invalid')).toBe('true');
  });
});

describe('confirming an address', () => {
  it('sends the secret once, and asks anew who is signed in', async () => {
    accepts(204);
    show(<VerifyEmailPage />);
    await screen.findByText('The address is confirmed.');
    expect(await asked()).toEqual(['POST /api/auth/email/verify {"token":"secret"}']);
    expect(client.getQueryState(keys.me)?.isInvalidated).toBe(true);
  });

  it('tells of a spent link', async () => {
    refuses(422, spent);
    show(<VerifyEmailPage />);
    await screen.findByText('This link has been used, or is too old.');
    expect(screen.queryByText('The address is confirmed.')).toBeNull();
  });
});

describe('the reminder', () => {
  function Reminder() {
    const { data } = useMe();
    return data && <UnverifiedNotice user={data} />;
  }

  const anUnverifiedUser = () => aUser({ emailVerified: false, canVerifyEmail: true });

  const reminder = () => screen.queryByRole('complementary', { name: 'Your e-mail address' });

  it('is not for confirmed addresses', () => {
    show(<UnverifiedNotice user={aUser()} />);
    expect(reminder()).toBeNull();
  });

  it('is not for addresses that cannot be confirmed, where no mail is sent', () => {
    show(<UnverifiedNotice user={aUser({ emailVerified: false })} />);
    expect(reminder()).toBeNull();
  });

  it('says how long to wait for one more link', async () => {
    refuses(429, { type: '/problems/too-many-attempts' }, { 'Retry-After': '30' });
    show(
      <>
        <UnverifiedNotice user={anUnverifiedUser()} />
        <Toasts />
      </>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
    await screen.findByText(
      'There were too many attempts. The next one is possible in 30 seconds.',
    );
  });

  it('sends one more link, and can be put off', async () => {
    accepts(202);
    show(<UnverifiedNotice user={anUnverifiedUser()} />);
    expect(reminder()?.textContent).toContain('ada@example.org');
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
    await vi.waitFor(async () =>
      expect(await asked()).toEqual(['POST /api/auth/email/verify/resend']),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(reminder()).toBeNull();
  });

  it('is gone for someone who comes back from the mail', async () => {
    client.setQueryData(keys.me, anUnverifiedUser());
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
