import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { navigate } from 'wouter/use-browser-location';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { sharedCode } from '@/lib/sharedCode';
import { InSession, signIn } from '@/testing/session';
import { JoinCard } from './JoinCard';

const CODE = '7K2M-9QXR-4T8VB';

/** The codes that were sent. */
const sent: string[] = [];
let answer: () => Response;

vi.stubGlobal('fetch', async (request: Request): Promise<Response> => {
  sent.push(((await request.json()) as { code: string }).code);
  return answer();
});

beforeEach(async () => {
  sent.length = 0;
  answer = () => Response.json({ id: 'crew', name: 'Harbour crew' });
  navigate('/teams');
  await setLanguage('en');
});

afterEach(() => {
  vi.restoreAllMocks();
  closeSession(currentSession());
});

function show() {
  render(
    <InSession session={signIn()}>
      <JoinCard />
    </InSession>,
  );
  return {
    field: screen.getByRole<HTMLInputElement>('textbox', { name: 'The team’s code' }),
    join: () => userEvent.click(screen.getByRole('button', { name: 'Join' })),
  };
}

it('has the code of a shared link, which joins with the button alone, and leads to the team', async () => {
  const held = vi.spyOn(sharedCode, 'held').mockReturnValue(CODE);
  const drop = vi.spyOn(sharedCode, 'drop');
  const { field, join } = show();
  expect(held).toHaveBeenCalledWith('/teams');
  expect(field.value).toBe(CODE);
  expect(sent).toEqual([]);
  await join();
  await waitFor(() => expect(window.location.pathname).toBe('/teams/crew'));
  expect(sent).toEqual([CODE]);
  expect(drop).toHaveBeenCalledOnce();
});

it.each([
  [404, { type: '/problems/not-found' }, /^No team has this code for you\./],
  [409, { type: '/problems/team-full' }, /^The team is full/],
  [409, { type: '/problems/too-many-teams' }, /^One can be in at most 50 teams\./],
])('says in words why joining failed with %i', async (status, problem, words) => {
  answer = () => Response.json(problem, { status });
  const { field, join } = show();
  await userEvent.type(field, '7k2m 9qxr 4t8vb');
  await join();
  expect(await screen.findByText(words)).toBeTruthy();
  expect(sent).toEqual([CODE]);
  expect(field.value).toBe('7k2m 9qxr 4t8vb');
  expect(window.location.pathname).toBe('/teams');
});
