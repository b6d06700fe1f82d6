import { fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { startI18n } from '@/lib/i18n';
import { anEntry } from '@/testing/days';
import { HabitGroup } from './HabitGroup';

beforeAll(startI18n);
beforeEach(() => localStorage.clear());

const entries = [
  anEntry({ habitId: 'Running', group: 'Morning' }),
  anEntry({ habitId: 'Water', group: 'Morning', measure: 'count', unit: 'glasses', target: 8 }),
  anEntry({ habitId: 'Stretching', group: 'Morning', measure: 'check', target: 1 }),
];
const values = {
  Running: { amount: 30, quality: null, note: null },
  Water: { amount: 8, quality: null, note: null },
  Stretching: { amount: 1, quality: null, note: null },
};
const show = () =>
  render(
    <HabitGroup
      group={{ name: 'Morning', entries }}
      draft={{ entries: values, tasks: [], note: null }}
      open={null}
      proposal={null}
      onEdit={() => undefined}
      onOpen={() => undefined}
      onPropose={() => undefined}
    />,
  );

function details(): HTMLDetailsElement {
  const group = screen.getByText('Morning').closest('details');
  if (!group) throw new Error('The group is not shown.');
  return group;
}

it('shows its name with what is reached, and stays folded', () => {
  const { unmount } = show();
  const group = details();
  expect(screen.getByText('2 of 3')).toBeTruthy();
  expect(group.open).toBe(true);
  group.open = false;
  fireEvent(group, new Event('toggle'));
  unmount();
  show();
  expect(details().open).toBe(false);
});

it('has a control in the measure of each habit', () => {
  show();
  expect(screen.getByLabelText<HTMLInputElement>('Running: minutes').value).toBe('0:30');
  expect(screen.getByLabelText<HTMLInputElement>('Water: number of glasses').value).toBe('8');
  expect(screen.getByLabelText<HTMLInputElement>('Done: Stretching').checked).toBe(true);
  expect(
    screen.getByRole('button', { name: 'Water: take the target back, 8\u00a0glasses' }),
  ).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Stretching: (set|take) the target/ })).toBeNull();
});
