import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeSession, currentSession } from '@/api/session';
import { setLanguage } from '@/lib/i18n';
import { InSession, signIn } from '@/testing/session';
import { notePresence } from '../api/getPresence';
import { liveness } from '../liveness';
import { PresenceDot } from './PresenceDot';

const fetched = vi.fn(() => Promise.resolve(Response.json({ online: ['bob'] })));
vi.stubGlobal('fetch', fetched);

beforeEach(() => setLanguage('en'));

afterEach(() => {
  act(() => liveness.set(false));
  closeSession(currentSession());
});

it('shows who is online while events tell it, and nothing otherwise', async () => {
  const session = signIn();
  render(
    <InSession session={session}>
      <p aria-label="Bob">
        <PresenceDot userId="bob" />
      </p>
      <p aria-label="Eve">
        <PresenceDot userId="eve" />
      </p>
    </InSession>,
  );
  const text = (name: string) => screen.getByLabelText(name).textContent;
  expect(fetched).not.toHaveBeenCalled();
  act(() => liveness.set(true));
  await screen.findByText('online');
  expect([text('Bob'), text('Eve')]).toEqual(['online', '']);
  act(() => notePresence(session, { userId: 'eve', online: true }));
  act(() => notePresence(session, { userId: 'bob', online: false }));
  await vi.waitFor(() => expect([text('Bob'), text('Eve')]).toEqual(['', 'online']));
  act(() => liveness.set(false));
  expect(text('Eve')).toBe('');
  expect(fetched).toHaveBeenCalledTimes(1);
});
