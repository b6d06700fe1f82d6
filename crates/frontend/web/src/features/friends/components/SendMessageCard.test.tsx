import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { InSession, signIn } from '@/testing/session';
import { SendMessageCard } from './SendMessageCard';

const server = vi.fn<(request: Request) => Promise<Response>>();
vi.stubGlobal('fetch', server);

beforeEach(() => setLanguage('en'));
afterEach(() => closeSession(currentSession()));

function show(): HTMLInputElement {
  render(
    <InSession session={signIn()}>
      <SendMessageCard person={{ id: 'bob', name: 'Bob' }} />
    </InSession>,
  );
  return screen.getByRole<HTMLInputElement>('textbox', { name: 'To Bob' });
}

const send = () => userEvent.click(screen.getByRole('button', { name: 'Send' }));

it('tells when the next message can be sent, and keeps the text until it is', async () => {
  server.mockImplementation(() =>
    Promise.resolve(
      Response.json(
        { type: '/problems/too-many-attempts' },
        { status: 429, headers: { 'Retry-After': '2520' } },
      ),
    ),
  );
  const field = show();
  await userEvent.type(field, 'Well done');
  await send();
  const told = await screen.findByText(/^You have sent many messages\./);
  expect(told.textContent).toContain('in 42 minutes');
  expect(field.value).toBe('Well done');

  server.mockImplementation(() =>
    Promise.resolve(Response.json({ id: 'message', at: '2026-03-03T10:00:00Z' }, { status: 201 })),
  );
  await send();
  await vi.waitFor(() => expect(field.value).toBe(''));
  expect(screen.queryByText(/^You have sent many messages\./)).toBeNull();
});

it('counts what is left, and keeps a pasted text that is too long without sending it', async () => {
  server.mockReset();
  const field = show();
  expect(screen.getByText('280 characters left.')).toBeTruthy();
  await userEvent.click(field);
  await userEvent.paste('a'.repeat(281));
  expect(field.value).toHaveLength(281);
  expect(screen.getByText('1 character too many.')).toBeTruthy();
  await send();
  expect(server).not.toHaveBeenCalled();
});
