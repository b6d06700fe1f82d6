import { beforeEach, expect, it } from 'vitest';
import { anEntry } from '@/testing/days';
import { foldedGroups, groupsOf } from './groups';

beforeEach(() => localStorage.clear());

it('keeps the order of the habits, those without a group first', () => {
  const entries = [
    anEntry({ habitId: 'run', group: 'Morning' }),
    anEntry({ habitId: 'work' }),
    anEntry({ habitId: 'read', group: 'Evening' }),
    anEntry({ habitId: 'stretch', group: 'Morning' }),
  ];
  const named = groupsOf(entries).map(({ name, entries: members }) => [
    name,
    members.map(({ habitId }) => habitId),
  ]);
  expect(named).toEqual([
    [null, ['work']],
    ['Morning', ['run', 'stretch']],
    ['Evening', ['read']],
  ]);
  expect(groupsOf([])).toEqual([]);
});

it('remembers which groups are folded', () => {
  expect(foldedGroups.read()).toEqual(new Set());
  foldedGroups.write(new Set(['Morning']));
  expect(foldedGroups.read()).toEqual(new Set(['Morning']));
  localStorage.setItem('kpi.foldedGroups', '{');
  expect(foldedGroups.read()).toEqual(new Set());
  localStorage.setItem('kpi.foldedGroups', '{"a":1}');
  expect(foldedGroups.read()).toEqual(new Set());
});
