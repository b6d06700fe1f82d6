import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import type { SentInvitation } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { InSession, signIn } from '@/testing/session';
import { aUser } from '@/testing/users';
import { InvitationsCard } from './InvitationsCard';

function anInvitation(given: Partial<SentInvitation> = {}): SentInvitation {
  return {
    id: 'one',
    target: { kind: 'friend' },
    email: 'bob@example.org',
    inviter: 'Ada',
    status: 'open',
    createdAt: '2026-11-30T12:00:00Z',
    expiresAt: '2026-12-07T12:00:00Z',
    ...given,
  };
}

/** What the server has, and the requests that change it. */
let sent: SentInvitation[];
let refusal: Response | null;
let mailed: boolean;
const asked: string[] = [];
const onChange = vi.fn();

vi.stubGlobal('fetch', async (request: Request): Promise<Response> => {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method === 'GET') {
    const before = sent.findIndex(({ id }) => id === searchParams.get('before'));
    const [first, ...rest] = sent.slice(before + 1);
    return Response.json({ invitations: first ? [first] : [], more: rest.length > 0 });
  }
  asked.push(`${request.method} ${pathname} ${await request.text()}`.trim());
  if (refusal) return refusal;
  if (request.method === 'DELETE') {
    sent = sent.map((one) => ({ ...one, status: 'canceled' }));
    return new Response(null, { status: 204 });
  }
  const [made = anInvitation()] = sent;
  sent = [made, ...sent.slice(1)];
  return Response.json({ invitation: made, path: '/invitation?token=secret', mailed });
});

beforeEach(async () => {
  sent = [];
  refusal = null;
  mailed = true;
  asked.length = 0;
  onChange.mockReset();
  await setLanguage('en');
});

afterEach(() => closeSession(currentSession()));

function show(kind: 'friend' | 'installation' = 'friend'): void {
  render(
    <InSession session={signIn()}>
      <InvitationsCard target={{ kind }} user={aUser()} onChange={onChange} />
    </InSession>,
  );
}

async function invite(address: string): Promise<void> {
  if (address !== '') await userEvent.type(screen.getByLabelText('E-mail address'), address);
  await userEvent.click(screen.getByRole('button', { name: 'Invite' }));
}

const list = () => screen.findByRole('list', { name: 'Sent invitations' });
const link = () => screen.findByLabelText<HTMLInputElement>('Link');

it.each([
  [true, /^A mail is on its way to bob@example\.org\./],
  [false, /^This server sends no mail\. Hand the link over to bob@example\.org/],
])('invites, and shows the link (mailed: %s)', async (byMail, words) => {
  mailed = byMail;
  show('installation');
  await screen.findByText(/^Nobody is invited yet\./);
  await invite(' bob@example.org ');
  await screen.findByText(words);
  expect((await link()).value).toBe(`${window.location.origin}/invitation?token=secret`);
  expect(asked).toEqual([
    'POST /api/invitations {"email":"bob@example.org","target":{"kind":"installation"}}',
  ]);
  expect(screen.getByLabelText<HTMLInputElement>('E-mail address').value).toBe('');
  expect((await list()).textContent).toContain('bob@example.org');
  expect(onChange).toHaveBeenCalledOnce();
});

it.each([
  ['', 'Fill this in.'],
  ['bob', 'This is not a valid e-mail address.'],
])('does not send %j', async (typed, problem) => {
  show();
  await invite(typed);
  expect(await screen.findByText(problem)).toBeTruthy();
  expect(asked).toEqual([]);
});

it.each([
  [
    422,
    { errors: [{ pointer: '/email', code: 'own_address', message: 'is your own' }] },
    /^This is your own address\./,
  ],
  [429, { type: '/problems/too-many-attempts' }, /The next one can be sent in 20 hours\.$/],
])('says in words why it was not sent: %i', async (status, problem, words) => {
  refusal = Response.json(problem, { status, headers: { 'Retry-After': '72000' } });
  show();
  await invite('bob@example.org');
  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.queryByLabelText('Link')).toBeNull();
});

it.each([
  ['open', 'open until 7 Dec 2026, 13:00', ['Send again', 'Withdraw']],
  ['expired', 'expired 7 Dec 2026, 13:00', ['Send again']],
  ['accepted', 'accepted', []],
  ['canceled', 'withdrawn', []],
] as const)('an invitation that is %s', async (status, words, buttons) => {
  sent = [anInvitation({ status })];
  show();
  const row = within(await list()).getByRole('listitem');
  expect(within(row).getByText(words)).toBeTruthy();
  expect(
    within(row)
      .queryAllByRole('button')
      .map((one) => one.textContent),
  ).toEqual(buttons);
});

it('tells administrators who has invited', async () => {
  sent = [anInvitation({ target: { kind: 'installation' }, inviter: 'Grace' })];
  show('installation');
  expect((await list()).textContent).toContain('by Grace');
});

it('lists earlier invitations on demand', async () => {
  sent = [anInvitation(), anInvitation({ id: 'two', email: 'carol@example.org' })];
  show();
  expect((await list()).textContent).not.toContain('carol@example.org');
  await userEvent.click(screen.getByRole('button', { name: 'Show more invitations' }));
  await screen.findByText('carol@example.org');
});

it.each(['accepted', 'expired'] as const)(
  'shows the link no more once the list has it as %s',
  async (status) => {
    show();
    await invite('bob@example.org');
    await link();
    sent = sent.map((one) => ({ ...one, status }));
    await currentSession().queries.invalidateQueries();
    await within(await list()).findByText(new RegExp(`^${status}`));
    expect(screen.queryByLabelText('Link')).toBeNull();
    expect(screen.queryByText(/^A mail is on its way/)).toBeNull();
  },
);

it('has one valid link at a time: that of the last mail', async () => {
  show();
  await invite('bob@example.org');
  await link();
  await userEvent.click(
    await screen.findByRole('button', { name: 'Send again to bob@example.org' }),
  );
  const row = within(await list()).getByRole('listitem');
  await within(row).findByLabelText('Link');
  expect(screen.getAllByLabelText('Link')).toHaveLength(1);
  expect(asked[1]).toBe('POST /api/invitations/one/resend');
});

it('withdraws after a confirmation, and shows the link no more', async () => {
  show();
  await invite('bob@example.org');
  await link();
  await userEvent.click(
    await screen.findByRole('button', { name: 'Withdraw the invitation to bob@example.org' }),
  );
  expect(asked).toHaveLength(1);
  const dialog = screen.getByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Withdraw' }));
  await screen.findByText('withdrawn');
  expect(asked[1]).toBe('DELETE /api/invitations/one');
  expect(screen.queryByLabelText('Link')).toBeNull();
  expect(screen.queryByRole('dialog')).toBeNull();
});
