import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmailStatus, User } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { aUser } from '@/testing/users';
import { EmailCard } from './EmailCard';

/** The server, in place before the client of the API asks for `fetch`. */
const server = vi.hoisted(() => {
  const answer = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', answer);
  return answer;
});

function answers(...parts: { status?: number; body: unknown }[]): void {
  server.mockReset();
  for (const { status = 200, body } of parts) {
    server.mockImplementationOnce(() => Promise.resolve(Response.json(body, { status })));
  }
}

function show(user: User): void {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <EmailCard user={user} />
    </QueryClientProvider>,
  );
}

const admin = aUser({ role: 'admin' });
const idle: EmailStatus = { transport: 'smtp', queued: 0, failed: 0, lastAttempt: null };
const asked = () =>
  server.mock.calls.map(([{ method, url }]) => `${method} ${new URL(url).pathname}`);

beforeEach(() => setLanguage('en'));

describe('the card about mail', () => {
  it('is for administrators, and asks nothing for others', () => {
    answers();
    show(aUser());
    expect(document.body.textContent).toBe('');
    expect(server).not.toHaveBeenCalled();
  });

  it('tells what kept the last mail', async () => {
    const failure = { kind: 'unauthenticated' as const, detail: 'AUTH: 535 5.7.8' };
    answers({
      body: { ...idle, failed: 3, lastAttempt: { at: '2026-11-24T09:40:00Z', failure } },
    });
    show(admin);
    await screen.findByText('Mails go to the mail server.');
    expect(screen.getByText(/does not accept SMTP_USER and SMTP_PASS/)).toBeTruthy();
    expect(screen.getByText('AUTH: 535 5.7.8')).toBeTruthy();
    expect(screen.getByText('3')).toBeTruthy();
  });

  it('sends a test mail and looks again', async () => {
    const sent = { ...idle, lastAttempt: { at: '2026-11-24T09:40:00Z', failure: null } };
    answers({ body: idle }, { status: 202, body: { to: admin.email } }, { body: sent });
    show(admin);
    expect(await screen.findByText('none since the start')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Send me a test mail' }));
    await screen.findByText('A test mail is on its way to ada@example.org.');
    expect(await screen.findByText(/24 Nov 2026, 10:40: sent/)).toBeTruthy();
    expect(asked()).toEqual([
      'GET /api/email/status',
      'POST /api/email/test',
      'GET /api/email/status',
    ]);
  });

  it('offers no test where mail is off, and says what to do', async () => {
    answers({ body: { ...idle, transport: 'off' } });
    show(admin);
    await screen.findByText(/Name a mail server in SMTP_HOST/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('can be asked for again when it could not be loaded', async () => {
    answers({ status: 503, body: {} }, { body: idle });
    show(admin);
    await screen.findByText('The state of the mails could not be loaded.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Mails go to the mail server.');
  });
});
