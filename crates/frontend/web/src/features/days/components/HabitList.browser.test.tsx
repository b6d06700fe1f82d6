import { render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { anEntry } from '@/testing/days';
import { HabitList } from './HabitList';

const LONG = 'Упражнения для спины и плеч по утрам перед завтраком';
const entries = ['Reading', LONG, 'Work', 'Sleep', 'English', 'Rest', 'Blog'].map((name, index) =>
  anEntry({ habitId: String(index), name }),
);
const ignore = () => undefined;

beforeEach(async () => {
  await setLanguage('ru');
  render(
    <HabitList
      entries={entries}
      draft={{ entries: {}, tasks: [], note: null }}
      proposal={null}
      away={false}
      onEdit={ignore}
      onPropose={ignore}
    />,
  );
});

it('shows a habit as one row on a phone, with name, target and field side by side', () => {
  const rows = screen.getAllByTestId(/^habit-/);
  expect(rows).toHaveLength(7);
  for (const row of rows) {
    const { left, right } = row.getBoundingClientRect();
    const field = row.querySelector('[data-amount]')?.getBoundingClientRect();
    const name = row.querySelector('h3')?.getBoundingClientRect();
    expect(field && name && name.right <= field.left).toBe(true);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(window.innerWidth);
  }
  // A short name's row.
  expect(rows[0]?.getBoundingClientRect().height).toBeLessThanOrEqual(72);
  expect(document.documentElement.scrollWidth).toBe(window.innerWidth);
});
