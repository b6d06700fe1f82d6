import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmailStatus, User } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { aUser } from '@/testing/users';
import { EmailCard } from './EmailCard';

/** Mocks `fetch` before the API client is imported. */
const server = vi.hoisted(() => {
  const fetchMock = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', fetchMock);
  return fetchMock;
});

function respondsWith(...parts: { status?: number; body: unknown }[]): void {
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
  it('is shown to administrators only, without requests for others', () => {
    respondsWith();
    show(aUser());
    expect(document.body.textContent).toBe('');
    expect(server).not.toHaveBeenCalled();
  });

  it('shows why the last mail failed', async () => {
    const failure = { kind: 'unauthenticated' as const, detail: 'AUTH: 535 5.7.8' };
    respondsWith({
      body: { ...idle, failed: 3, lastAttempt: { at: '2026-11-24T09:40:00Z', failure } },
    });
    show(admin);
    await screen.findByText('Mails are sent through the mail server.');
    expect(screen.getByText(/does not accept SMTP_USER and SMTP_PASS/)).toBeTruthy();
    expect(screen.getByText('AUTH: 535 5.7.8')).toBeTruthy();
    expect(screen.getByText('3')).toBeTruthy();
  });

  it('sends a test mail and refetches', async () => {
    const sent = { ...idle, lastAttempt: { at: '2026-11-24T09:40:00Z', failure: null } };
    respondsWith({ body: idle }, { status: 202, body: { to: admin.email } }, { body: sent });
    show(admin);
    expect(await screen.findByText('none since the service started')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Send me a test mail' }));
    await screen.findByText('A test mail is on its way to ada@example.org.');
    expect(await screen.findByText(/24 Nov 2026, 10:40: sent/)).toBeTruthy();
    expect(asked()).toEqual([
      'GET /api/email/status',
      'POST /api/email/test',
      'GET /api/email/status',
    ]);
  });

  it('offers no test mail if mail is off, and says what to do', async () => {
    respondsWith({ body: { ...idle, transport: 'off' } });
    show(admin);
    await screen.findByText(/Set SMTP_HOST to a mail server/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('can be retried when loading failed', async () => {
    respondsWith({ status: 503, body: {} }, { body: idle });
    show(admin);
    await screen.findByText('The state of mail delivery could not be loaded.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Mails are sent through the mail server.');
  });
});
