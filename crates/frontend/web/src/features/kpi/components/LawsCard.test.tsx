import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import type { Explanation } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { aDay, aLaw } from '@/testing/days';
import { InSession, signIn } from '@/testing/session';
import { LawsCard } from './LawsCard';

const UNAVAILABLE = 'This law looks at focus sessions, which cannot be recorded yet.';

const laws = [
  aLaw({ code: 'focus_blocks', group: 'focus' }),
  aLaw({
    code: 'deep_work',
    group: 'focus',
    maxPoints: 10,
    available: false,
    unavailableBecause: UNAVAILABLE,
  }),
];

let answer: () => Response;
vi.stubGlobal('fetch', () => Promise.resolve(answer()));

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

it('promises no points of a law that is not available yet', async () => {
  answer = () => Response.json({ laws });
  show();
  const group = within(await screen.findByRole('group', { name: 'Focus' }));
  expect(group.getAllByText(/^0 of/).map(({ textContent }) => textContent)).toEqual([
    '0 of 5',
    '0 of 5',
  ]);
  await userEvent.click(group.getByText('1 law is not available yet'));
  expect(group.getByText(UNAVAILABLE)).toBeTruthy();
});

it('tells that the laws could not be loaded, and asks again', async () => {
  answer = () => Response.json({}, { status: 404 });
  show();
  expect(await screen.findByText('The laws could not be loaded.')).toBeTruthy();
  answer = () => Response.json({ laws });
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('group', { name: 'Focus' })).toBeTruthy();
});
