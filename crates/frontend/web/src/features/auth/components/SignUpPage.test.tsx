import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { InSession } from '@/testing/session';
import { aUser } from '@/testing/users';
import { SignUpPage } from './SignUpPage';

/** Mocks `fetch` before the API client is imported: the posted requests. */
const server = vi.hoisted(() => vi.fn<(request: Request) => Promise<Response>>());
/** Who may sign up. */
const registration = vi.hoisted(() => {
  const status = { mode: 'open', domains: [] as string[] };
  vi.stubGlobal('fetch', (request: Request) =>
    request.method === 'GET' ? Promise.resolve(Response.json(status)) : server(request),
  );
  return status;
});

const problem = (pointer: string, code = 'any') =>
  Response.json(
    { type: '/problems/invalid', errors: [{ pointer, code, message: 'is not accepted' }] },
    { status: 422 },
  );

const accepted = () =>
  Response.json(
    { user: aUser(), token: 'token', expiresAt: '2026-12-01T00:00:00Z' },
    { status: 201 },
  );

/** The browser reports this time zone. */
function inZone(timeZone: string | undefined): void {
  const options = { ...Intl.DateTimeFormat().resolvedOptions(), timeZone };
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue(
    options as Intl.ResolvedDateTimeFormatOptions,
  );
}

function show(): void {
  render(
    <InSession session={currentSession()}>
      <SignUpPage />
    </InSession>,
  );
}

async function signUp(): Promise<void> {
  show();
  await userEvent.type(screen.getByLabelText('Name'), 'Ada');
  await userEvent.type(screen.getByLabelText('E-mail address'), 'ada@example.org');
  await userEvent.type(screen.getByLabelText('Password'), 'correct horse');
  await userEvent.click(screen.getByRole('button', { name: 'Sign up' }));
}

/** The time zones of the requests. */
async function zones(): Promise<unknown[]> {
  const bodies = server.mock.calls.map(async ([request]) => {
    const body = (await request.json()) as { timeZone?: string };
    return body.timeZone;
  });
  return Promise.all(bodies);
}

beforeEach(async () => {
  await setLanguage('en');
  server.mockReset();
  Object.assign(registration, { mode: 'open', domains: [] });
  currentSession().queries.clear();
});

afterEach(() => {
  vi.restoreAllMocks();
  closeSession(currentSession());
});

describe('signing up', () => {
  it('sends the time zone of the browser', async () => {
    inZone('Asia/Kathmandu');
    server.mockResolvedValueOnce(accepted());
    await signUp();
    await vi.waitFor(() => expect(currentSession().userId).toBe('user'));
    expect(await zones()).toEqual(['Asia/Kathmandu']);
  });

  it.each([undefined, 'Etc/Unknown'])('leaves %s out', async (zone) => {
    inZone(zone);
    server.mockResolvedValueOnce(accepted());
    await signUp();
    await vi.waitFor(() => expect(currentSession().userId).toBe('user'));
    expect(await zones()).toEqual([undefined]);
  });

  it('works with a time zone that the server does not know', async () => {
    inZone('Mars/Olympus');
    server.mockResolvedValueOnce(problem('/timeZone')).mockResolvedValueOnce(accepted());
    await signUp();
    await vi.waitFor(() => expect(currentSession().userId).toBe('user'));
    expect(await zones()).toEqual(['Mars/Olympus', undefined]);
  });

  it.each([
    ['/name', 'required', 'Fill this in.'],
    ['/name', 'directional_controls', 'Leave out the invisible characters'],
    ['/email', 'email_invalid', 'This is not a valid e-mail address.'],
    ['/email', 'domain_not_allowed', 'Addresses in this domain cannot sign up here.'],
    ['/password', 'password_too_long', 'about 72 English or 36 Russian letters or 18 emoji'],
  ])('says what is wrong at %s: %s', async (pointer, code, text) => {
    server.mockResolvedValueOnce(problem(pointer, code));
    await signUp();
    const field = document.querySelector('[aria-invalid=true]');
    const error = document.getElementById(
      field?.getAttribute('aria-describedby')?.split(' ')[0] ?? '',
    );
    expect(error?.textContent).toContain(text);
  });

  it('shows another field’s error and does not repeat the request', async () => {
    inZone('Europe/Berlin');
    server.mockResolvedValueOnce(problem('/email'));
    await signUp();
    await screen.findByText('is not accepted');
    expect(await zones()).toEqual(['Europe/Berlin']);
    expect(currentSession().userId).toBeNull();
  });

  it.each([
    ['closed', 'Registration is closed'],
    ['invite', 'Registration is by invitation'],
  ])('is not offered where registration is %s', async (mode, title) => {
    registration.mode = mode;
    show();
    await screen.findByRole('heading', { name: title });
    expect(screen.queryByRole('button', { name: 'Sign up' })).toBeNull();
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
  });

  it('tells the domains of the addresses that may sign up', async () => {
    registration.domains = ['example.com', 'example.org'];
    show();
    await screen.findByText('An address in example.com, example.org');
  });
});
