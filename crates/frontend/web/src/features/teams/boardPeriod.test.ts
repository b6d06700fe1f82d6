import { expect, it } from 'vitest';
import {
  isFirst,
  isLatest,
  latestPeriod,
  nextPeriod,
  periodOf,
  PERIODS,
  previousPeriod,
  queryOf,
  searchOf,
} from './boardPeriod';

const MONDAY = '2026-03-02';

it.each([
  ['day', '2026-03-01', '2026-03-01'],
  ['week', '2026-02-23', '2026-03-01'],
  ['month', '2026-03-01', '2026-03-31'],
  ['custom', '2026-01-31', '2026-03-01'],
] as const)('the latest %s has a day that is over', (kind, from, to) => {
  const latest = latestPeriod(kind, MONDAY);
  expect(latest).toEqual({ kind, from, to });
  expect(isLatest(latest, MONDAY)).toBe(true);
  expect(isLatest(previousPeriod(latest), MONDAY)).toBe(false);
});

it.each([
  ['day', '2026-02-28', '2026-02-28'],
  ['week', '2026-02-16', '2026-02-22'],
  ['month', '2026-02-01', '2026-02-28'],
  ['custom', '2026-01-01', '2026-01-30'],
] as const)('the %s before follows without a gap, and the next leads back', (kind, from, to) => {
  const latest = latestPeriod(kind, MONDAY);
  expect(previousPeriod(latest)).toEqual({ kind, from, to });
  expect(nextPeriod(previousPeriod(latest))).toEqual(latest);
});

it('the first of a month is of the month before until it is over', () => {
  expect(latestPeriod('month', '2026-03-01').from).toBe('2026-02-01');
  expect(latestPeriod('week', '2026-01-01')).toMatchObject({
    from: '2025-12-29',
    to: '2026-01-04',
  });
});

it('ends where the days of the API begin', () => {
  for (const kind of PERIODS) expect(isFirst(latestPeriod(kind, MONDAY))).toBe(false);
  expect(isFirst({ kind: 'day', from: '2000-01-01', to: '2000-01-01' })).toBe(true);
  expect(isFirst({ kind: 'month', from: '2000-02-01', to: '2000-02-29' })).toBe(false);
});

it('is asked for by a date, or by both dates', () => {
  expect(queryOf({ kind: 'week', from: '2026-02-23', to: '2026-03-01' })).toEqual({
    period: 'week',
    date: '2026-02-23',
  });
  expect(queryOf({ kind: 'custom', from: '2026-02-23', to: '2026-03-01' })).toEqual({
    period: 'custom',
    from: '2026-02-23',
    to: '2026-03-01',
  });
});

it.each(PERIODS)('an address names each %s, and the latest without dates', (kind) => {
  const latest = latestPeriod(kind, MONDAY);
  for (const period of [latest, previousPeriod(latest)]) {
    const search = searchOf(period, MONDAY);
    expect(periodOf(new URLSearchParams(search), MONDAY)).toEqual(period);
  }
  expect(searchOf(latest, MONDAY)).toEqual(kind === 'week' ? {} : { period: kind });
});

it.each([
  '',
  'period=year',
  'period=week&date=2026-02-30',
  'period=week&date=2026-03-03',
  'date=x',
])('%j names the latest week', (search) => {
  expect(periodOf(new URLSearchParams(search), MONDAY)).toEqual(latestPeriod('week', MONDAY));
});

it.each(['from=2026-03-01&to=2026-02-01', 'from=2024-01-01&to=2026-01-01', 'from=2026-01-01'])(
  '%j makes no range',
  (dates) => {
    const search = new URLSearchParams(`period=custom&${dates}`);
    expect(periodOf(search, MONDAY)).toEqual(latestPeriod('custom', MONDAY));
  },
);
