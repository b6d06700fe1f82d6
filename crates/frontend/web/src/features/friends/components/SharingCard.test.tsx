import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import type { SharingSettings } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { InSession, signIn } from '@/testing/session';
import { Toasts } from '@/ui/Toasts';
import { SharingCard } from './SharingCard';

/** What the server has. */
let saved: SharingSettings;
let refuses: boolean;

vi.stubGlobal('fetch', async (request: Request): Promise<Response> => {
  if (request.method === 'PUT') {
    if (refuses) return Response.json({}, { status: 503 });
    saved = (await request.json()) as SharingSettings;
  }
  return Response.json(saved);
});

beforeEach(async () => {
  saved = { friends: 'kpi', teams: 'kpi' };
  refuses = false;
  await setLanguage('en');
});

afterEach(() => closeSession(currentSession()));

/** The choice of what an audience sees, by its label. */
async function show(audience = 'Friends see') {
  render(
    <InSession session={signIn()}>
      <SharingCard />
      <Toasts />
    </InSession>,
  );
  const group = await screen.findByRole('group', { name: audience });
  return (name: string) => within(group).getByRole<HTMLInputElement>('radio', { name });
}

it('saves a choice at once, alone, and takes it back', async () => {
  const choice = await show();
  await userEvent.click(choice('Nothing'));
  expect(choice('Nothing').checked).toBe(true);
  const undo = await screen.findByRole('button', { name: 'Undo' });
  expect(saved).toEqual({ friends: 'nothing', teams: 'kpi' });
  await userEvent.click(undo);
  expect(choice('KPI').checked).toBe(true);
  await waitFor(() => expect(saved).toEqual({ friends: 'kpi', teams: 'kpi' }));
});

it('saves what teams see beside what friends see', async () => {
  const choice = await show('Teams see');
  await userEvent.click(choice('Nothing'));
  await waitFor(() => expect(saved).toEqual({ friends: 'kpi', teams: 'nothing' }));
});

it('shows what holds, if the choice could not be saved', async () => {
  refuses = true;
  const choice = await show();
  await userEvent.click(choice('KPI and habits'));
  await screen.findByText(/^The server is busy/);
  expect(choice('KPI').checked).toBe(true);
});
