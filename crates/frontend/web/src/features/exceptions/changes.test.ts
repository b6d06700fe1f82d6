import { describe, expect, it } from 'vitest';
import type { ExceptionRange } from '@/api/types';
import { addDays, daysBetween } from '@/lib/dates';
import { clearing, datesOf, daysAhead, type ExceptionChange, marking, restoring } from './changes';

const illness = { kind: 'illness', note: 'Flu' } as const;
const travel = { kind: 'travel', note: null } as const;

const marked = (from: string, to: string): ExceptionChange => ({ from, to, exception: illness });
const cleared = (from: string, to: string): ExceptionChange => ({ from, to, exception: null });
const range = (from: string, to: string, exception: typeof illness | typeof travel) => ({
  from,
  to,
  days: daysBetween(from, to) + 1,
  ...exception,
});

/** What days are after changes, by date. */
function after(days: ReadonlyMap<string, object>, changes: readonly ExceptionChange[]) {
  const result = new Map(days);
  for (const { from, to, exception } of changes) {
    for (let date = from; date <= to; date = addDays(date, 1)) {
      if (exception) result.set(date, exception);
      else result.delete(date);
    }
  }
  return result;
}

it('clears as many days as wanted, at most 60 at once', () => {
  expect(clearing({ from: '2026-03-03', to: '2026-03-03' })).toEqual([
    cleared('2026-03-03', '2026-03-03'),
  ]);
  expect(clearing({ from: '2026-01-01', to: '2026-03-05' })).toEqual([
    cleared('2026-01-01', '2026-03-01'),
    cleared('2026-03-02', '2026-03-05'),
  ]);
  expect(clearing({ from: '2026-03-03', to: '2026-03-02' })).toEqual([]);
});

describe('marking days in place of others', () => {
  const old = { from: '2026-02-26', to: '2026-03-02' };
  it.each([
    ['the same', marked('2026-02-26', '2026-03-02'), []],
    ['longer ones', marked('2026-02-20', '2026-03-09'), []],
    ['fewer at the end', marked('2026-02-26', '2026-02-28'), [cleared('2026-03-01', '2026-03-02')]],
    [
      'fewer at both ends',
      marked('2026-02-27', '2026-03-01'),
      [cleared('2026-02-26', '2026-02-26'), cleared('2026-03-02', '2026-03-02')],
    ],
    ['others before', marked('2026-01-01', '2026-01-03'), [cleared(old.from, old.to)]],
    ['others after', marked('2026-05-01', '2026-05-03'), [cleared(old.from, old.to)]],
  ])('%s', (_, change, others) => {
    expect(marking(change, old)).toEqual([change, ...others]);
  });

  it('only marks them where there were none', () => {
    const change = marked('2026-02-26', '2026-03-02');
    expect(marking(change, null)).toEqual([change]);
  });
});

describe('restoring days', () => {
  const dates = { from: '2026-02-25', to: '2026-03-05' };
  it.each<[string, ExceptionRange[]]>([
    ['without exceptions', []],
    ['all of which were one', [range('2026-02-25', '2026-03-05', travel)]],
    [
      'with some of two kinds and a gap',
      [range('2026-02-26', '2026-02-28', travel), range('2026-03-02', '2026-03-03', illness)],
    ],
    [
      'with two next to each other',
      [range('2026-02-25', '2026-02-28', illness), range('2026-03-01', '2026-03-05', travel)],
    ],
  ])('%s makes them what they were', (_, before) => {
    const days = after(
      new Map(),
      before.map(({ from, to, kind, note }) => ({ from, to, exception: { kind, note } })),
    );
    const changed = after(days, [marked(dates.from, dates.to)]);
    expect(after(changed, restoring(dates, before))).toEqual(days);
    const emptied = after(days, clearing(dates));
    expect(after(emptied, restoring(dates, before))).toEqual(days);
  });
});

it('knows the days of a year and of a month', () => {
  expect(datesOf(2026)).toEqual({ from: '2026-01-01', to: '2026-12-31' });
  expect(datesOf(2028, 2)).toEqual({ from: '2028-02-01', to: '2028-02-29' });
});

it.each([
  [[{ from: '2026-02-20', to: '2026-03-03' }], 0],
  [[{ from: '2026-03-01', to: '2026-03-05' }], 2],
  [
    [
      { from: '2026-03-03', to: '2026-03-04' },
      { from: '2026-03-30', to: '2026-04-02' },
    ],
    5,
  ],
])('%j are %d days ahead', (ranges, days) => {
  expect(daysAhead(ranges, '2026-03-03')).toBe(days);
});
