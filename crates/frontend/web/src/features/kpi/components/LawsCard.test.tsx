import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import type { Explanation } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { aDay, aFocusSession, aLaw } from '@/testing/days';
import { InSession, signIn } from '@/testing/session';
import { LawsCard } from './LawsCard';

const laws = [
  aLaw({ code: 'focus_blocks', group: 'focus' }),
  aLaw({ code: 'deep_work', group: 'focus', maxPoints: 10 }),
];
const sessions = [
  aFocusSession({ id: 'a', minutes: 40 }),
  aFocusSession({ id: 'b', minutes: 95, interrupted: true }),
];

let answer: () => Response;
vi.stubGlobal('fetch', (request: Request) =>
  Promise.resolve(
    new URL(request.url).pathname === '/api/focus' ? Response.json({ sessions }) : answer(),
  ),
);

beforeEach(() => setLanguage('en'));

afterEach(() => closeSession(currentSession()));

function show(): void {
  const explanation = { terms: [] } as unknown as Explanation;
  render(
    <InSession session={signIn()}>
      <LawsCard day={aDay()} explanation={explanation} />
    </InSession>,
  );
}

it('tells of the focus sessions what a law lacks', async () => {
  answer = () => Response.json({ laws });
  show();
  const group = within(await screen.findByRole('group', { name: 'Focus' }));
  await userEvent.click(group.getByText('2 laws gave nothing'));
  expect(
    await group.findByText(
      'The longest uninterrupted focus session took 40 min; it takes 90 minutes.',
    ),
  ).toBeTruthy();
});

it('tells that the laws could not be loaded, and asks again', async () => {
  answer = () => Response.json({}, { status: 404 });
  show();
  expect(await screen.findByText('The laws could not be loaded.')).toBeTruthy();
  answer = () => Response.json({ laws });
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('group', { name: 'Focus' })).toBeTruthy();
});
