import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLayoutEffect, useState } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { aDay, anEntry } from '@/testing/days';
import { clearToasts } from '@/ui/toasts';
import { Toasts } from '@/ui/Toasts';
import { type DayDraft, draftOf } from '../draft';
import type { Proposal } from '../suggestionStep';
import { HabitList } from './HabitList';

const ENTRIES = [
  anEntry({ habitId: 'Reading', target: 30 }),
  anEntry({ habitId: 'Work', target: 360 }),
  anEntry({ habitId: 'Piano', target: null, scheduled: false }),
];

let draft: DayDraft;

function Holder({ entries, away }: { entries: readonly Entry[]; away: boolean }) {
  const [shown, setShown] = useState(() => draftOf(aDay({ entries: [...entries] }), () => ''));
  const [proposal, setProposal] = useState<Proposal | null>(null);
  useLayoutEffect(() => {
    draft = shown;
  }, [shown]);
  return (
    <>
      <HabitList
        entries={entries}
        draft={shown}
        away={away}
        proposal={proposal}
        onEdit={setShown}
        onPropose={setProposal}
      />
      <button onClick={() => setProposal({ habitId: 'Reading', amount: 25 })}>Propose</button>
      <Toasts />
    </>
  );
}

function show(entries: readonly Entry[] = ENTRIES, away = false) {
  render(<Holder entries={entries} away={away} />);
  return userEvent.setup();
}

const field = (habit: string) =>
  screen.getByRole<HTMLInputElement>('textbox', { name: `${habit}: minutes` });
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const minutes = () => Object.values(draft.entries).map((entry) => entry.amount);

beforeEach(async () => {
  clearToasts();
  await setLanguage('en');
});

describe('the arrow keys in the field of a habit', () => {
  it('go to the next habit and to the one before, and read what was typed', async () => {
    const user = show();
    await user.type(field('Reading'), '1h{ArrowDown}');
    expect(document.activeElement).toBe(field('Work'));
    expect(minutes()).toEqual([60, null, null]);
    await user.keyboard('2h{ArrowUp}');
    expect(document.activeElement).toBe(field('Reading'));
    expect(minutes()).toEqual([60, 120, null]);
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement).toBe(field('Reading'));
  });

  it('stay among the habits', async () => {
    const user = show();
    render(<input data-amount aria-label="Of a task" />);
    await user.type(field('Piano'), '{ArrowDown}');
    expect(document.activeElement).toBe(field('Piano'));
  });

  it('step with Shift, from what is typed', async () => {
    const user = show();
    await user.type(field('Reading'), '23{Shift>}{ArrowUp}{/Shift}');
    expect(minutes()).toEqual([25, null, null]);
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(minutes()).toEqual([15, null, null]);
    expect(document.activeElement).toBe(field('Reading'));
  });

  it('step nowhere from what can not be read', async () => {
    const user = show();
    await user.type(field('Reading'), 'soon{Shift>}{ArrowUp}{/Shift}');
    expect(minutes()).toEqual([null, null, null]);
    expect(screen.getByRole('alert').textContent).toContain('1h30');
  });

  it('open the quality with Alt, and Enter goes on to the next habit', async () => {
    const user = show();
    await user.type(field('Reading'), '30{Alt>}{ArrowDown}{/Alt}');
    const group = screen.getByRole('group', { name: 'Reading: quality' });
    expect(group.contains(document.activeElement)).toBe(true);
    await user.keyboard('4{Enter}');
    expect(draft.entries['Reading']).toEqual({ amount: 30, quality: 4, note: null });
    expect(document.activeElement).toBe(field('Work'));
    expect(screen.queryByRole('group', { name: 'Reading: quality' })).toBeNull();
  });
});

describe('the quality', () => {
  it('opens at the name of the habit, one at a time', async () => {
    const user = show();
    await user.click(button('Reading: quality'));
    await user.click(screen.getByRole('radio', { name: '3 of 5' }));
    expect(button('Reading: quality, 3 of 5').getAttribute('aria-expanded')).toBe('true');
    await user.click(button('Work: quality'));
    expect(screen.getAllByRole('radio')).toHaveLength(5);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('radio')).toBeNull();
    expect(document.activeElement).toBe(field('Work'));
  });

  it('is no tab stop', async () => {
    const user = show();
    await user.click(field('Reading'));
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('link', { name: 'History of Work' }));
    await user.tab();
    expect(document.activeElement).toBe(button('Work: set the target, 6:00'));
    await user.tab();
    expect(document.activeElement).toBe(field('Work'));
  });
});

describe('a target', () => {
  it('is taken back by a second press, to what was there before', async () => {
    const user = show();
    await user.click(button('Reading: set the target, 0:30'));
    expect(minutes()).toEqual([30, null, null]);
    await user.click(button('Reading: take the target back, 0:30'));
    expect(minutes()).toEqual([null, null, null]);
    await user.type(field('Reading'), '10');
    await user.click(button('Reading: set the target, 0:30'));
    await user.click(button('Reading: take the target back, 0:30'));
    expect(minutes()).toEqual([10, null, null]);
  });

  it('that was typed is taken back to nothing', async () => {
    const user = show();
    await user.click(button('Reading: set the target, 0:30'));
    await user.click(button(/^Reading: .* more$/));
    await user.type(field('Reading'), '30{Enter}');
    await user.click(button('Reading: take the target back, 0:30'));
    expect(minutes()).toEqual([null, null, null]);
  });
});

describe('"All as planned"', () => {
  it('sets each habit without a value to its target, with Undo', async () => {
    const user = show();
    await user.type(field('Reading'), '10');
    await user.click(button('All as planned'));
    expect(minutes()).toEqual([10, 360, null]);
    expect(button('All as planned').getAttribute('aria-disabled')).toBe('true');
    await user.click(button('Undo'));
    expect(minutes()).toEqual([10, null, null]);
  });

  it('is undone without what was changed since', async () => {
    const user = show();
    await user.click(button('All as planned'));
    await user.click(button(/^Work: .* less$/));
    await user.click(button('Undo'));
    expect(minutes()).toEqual([null, 330, null]);
  });
});

describe('an entry', () => {
  it('that is emptied is cleared with its quality, with Undo', async () => {
    const user = show([anEntry({ habitId: 'Reading', target: 30, amount: 20, quality: 4 })]);
    await user.clear(field('Reading'));
    await user.tab();
    expect(draft.entries['Reading']).toEqual({ amount: null, quality: null, note: null });
    const toast = screen.getByRole('region', { name: 'Notices' });
    expect(toast.textContent).toContain('The entry of Reading is cleared.');
    await user.click(within(toast).getByRole('button', { name: 'Undo' }));
    expect(draft.entries['Reading']).toEqual({ amount: 20, quality: 4, note: null });
  });

  it('goes by a step below zero', async () => {
    const user = show([anEntry({ habitId: 'Reading', target: 30, amount: 5 })]);
    await user.click(button('Reading: 5\u00a0min less'));
    expect(minutes()).toEqual([0]);
    await user.click(button('Reading: clear the entry'));
    expect(minutes()).toEqual([null]);
    expect(button('Reading: 5\u00a0min less').getAttribute('aria-disabled')).toBe('true');
  });
});

describe('proposed minutes', () => {
  const propose = async () => {
    const user = show();
    await user.click(button('Propose'));
    await user.click(field('Reading'));
    expect(field('Reading').value).toBe('0:25');
    return user;
  };
  const sentence = () => screen.queryByText(/not entered yet/);

  it('are not entered when the field is left', async () => {
    const user = await propose();
    const id = field('Reading').getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(id)).toBe(sentence());
    await user.tab();
    expect(minutes()).toEqual([null, null, null]);
    expect(field('Reading').value).toBe('');
    expect(sentence()).toBeNull();
  });

  it('are entered by Enter, or by the button beside them', async () => {
    const user = await propose();
    await user.keyboard('{Enter}');
    expect(minutes()).toEqual([25, null, null]);
    expect(document.activeElement).toBe(field('Work'));
    await user.clear(field('Reading'));
    await user.tab();
    await user.click(button('Propose'));
    await user.click(field('Reading'));
    await user.click(button('Enter 25\u00a0min'));
    expect(minutes()).toEqual([25, null, null]);
    expect(sentence()).toBeNull();
  });

  it('give way to what is typed, and to Escape', async () => {
    const user = await propose();
    await user.keyboard('10{Enter}');
    expect(minutes()).toEqual([10, null, null]);
    await user.click(button('Propose'));
    await user.click(field('Reading'));
    await user.keyboard('{Escape}');
    expect(field('Reading').value).toBe('0:10');
  });
});

it('folds the habits of a day away, which can be entered all the same', async () => {
  const user = show(ENTRIES, true);
  const fold = button('3 habits, folded on a day away');
  expect(fold.getAttribute('aria-expanded')).toBe('false');
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(screen.queryByRole('button', { name: 'All as planned' })).toBeNull();
  await user.click(fold);
  expect(fold.getAttribute('aria-expanded')).toBe('true');
  await user.type(field('Reading'), '25{Enter}');
  expect(minutes()).toEqual([25, null, null]);
  await user.click(fold);
  expect(screen.queryByRole('textbox')).toBeNull();
});
