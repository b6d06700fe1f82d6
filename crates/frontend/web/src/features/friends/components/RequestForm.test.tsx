import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import type { FriendRequest } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { sharedCode } from '@/lib/sharedCode';
import { InSession, signIn } from '@/testing/session';
import { RequestForm } from './RequestForm';

const CODE = '7K2M-9QXR-4T8VB';

/** The codes that were sent. */
const asked: string[] = [];
let answer: () => Response;
/** Who has not answered yet. */
let outgoing: FriendRequest[];

vi.stubGlobal('fetch', async (request: Request): Promise<Response> => {
  if (request.method === 'GET') {
    return Response.json({ friends: [], incoming: [], outgoing, blocked: [] });
  }
  asked.push(((await request.json()) as { code: string }).code);
  return answer();
});

beforeEach(async () => {
  asked.length = 0;
  outgoing = [{ id: 'bob', name: 'Bob', at: '2026-12-01T10:00:00Z' }];
  answer = () => Response.json({ outcome: 'requested', person: { id: 'bob', name: 'Bob' } });
  await setLanguage('en');
});

afterEach(() => {
  vi.restoreAllMocks();
  closeSession(currentSession());
});

function show() {
  render(
    <InSession session={signIn()}>
      <RequestForm />
    </InSession>,
  );
  return {
    field: screen.getByRole<HTMLInputElement>('textbox', { name: 'A friend’s code' }),
    ask: () => userEvent.click(screen.getByRole('button', { name: 'Ask' })),
  };
}

it('has the code of a shared link, which is asked with the button alone', async () => {
  vi.spyOn(sharedCode, 'held').mockReturnValue(CODE);
  const drop = vi.spyOn(sharedCode, 'drop');
  const { field, ask } = show();
  expect(field.value).toBe(CODE);
  expect(asked).toEqual([]);
  await ask();
  await screen.findByText('Bob has been asked.');
  expect(asked).toEqual([CODE]);
  expect(drop).toHaveBeenCalledOnce();
  expect(field.value).toBe('');
});

it('says that somebody has been asked until they answer', async () => {
  const { field, ask } = show();
  await userEvent.type(field, CODE);
  await ask();
  await screen.findByText('Bob has been asked.');
  outgoing = [];
  await currentSession().queries.invalidateQueries();
  await vi.waitFor(() => expect(screen.queryByText('Bob has been asked.')).toBeNull());
});

it.each([
  ['', 'Fill this in.'],
  ['7K2M', 'A code has 13 letters and digits.'],
])('does not send %j', async (typed, problem) => {
  const { field, ask } = show();
  if (typed !== '') await userEvent.type(field, typed);
  await ask();
  expect(await screen.findByText(problem)).toBeTruthy();
  expect(asked).toEqual([]);
});

it.each([
  [404, { type: '/problems/not-found' }, /^Nobody has this code\./],
  [
    422,
    { errors: [{ pointer: '/code', code: 'own_code', message: 'is your own code' }] },
    /^This is your own code\./,
  ],
  [409, { type: '/problems/too-many-friends' }, /has too many friends or open requests/],
])('says in words why a request failed with %i', async (status, problem, words) => {
  answer = () => Response.json(problem, { status });
  const { field, ask } = show();
  await userEvent.type(field, '7k2m 9qxr 4t8vb');
  await ask();
  expect(await screen.findByText(words)).toBeTruthy();
  expect(asked).toEqual([CODE]);
  expect(field.value).toBe('7k2m 9qxr 4t8vb');
});
