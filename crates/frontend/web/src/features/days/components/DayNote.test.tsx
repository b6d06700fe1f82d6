import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { aDay } from '@/testing/days';
import { draftOf } from '../draft';
import { DayNote } from './DayNote';

beforeEach(() => setLanguage('en'));

function Holder({ note }: { note: string | null }) {
  const [draft, setDraft] = useState(() => draftOf(aDay({ note }), ({ id }) => id));
  return (
    <>
      <DayNote note={draft.note} onEdit={setDraft} />
      <output>{JSON.stringify(draft.note)}</output>
    </>
  );
}

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note of the day' });
const kept = () => screen.getByRole('status').textContent;

it('is edited, and none when it is empty', async () => {
  const user = userEvent.setup();
  render(<Holder note={null} />);
  await user.type(field(), 'Rain{Enter}all day');
  expect(kept()).toBe('"Rain\\nall day"');
  await user.clear(field());
  expect(kept()).toBe('null');
});

it('tells its length when it is nearly full, as the server counts it', async () => {
  const user = userEvent.setup();
  render(<Holder note={'\u{1f327}'.repeat(1799)} />);
  expect(screen.getByText('Only you see it.')).toBeTruthy();
  await user.type(field(), '.');
  expect(screen.getByText('Only you see it. 1,800 of 2,000 characters')).toBeTruthy();
});

it('takes 2,000 characters and no more', async () => {
  const user = userEvent.setup();
  render(<Holder note={'\u{1f327}'.repeat(1999)} />);
  await user.type(field(), 'ab');
  expect(kept()).toBe(JSON.stringify(`${'\u{1f327}'.repeat(1999)}a`));
});
