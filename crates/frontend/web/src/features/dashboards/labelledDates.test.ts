import { expect, it } from 'vitest';
import { labelledDates } from './labelledDates';

it.each([
  [
    'a week',
    '2026-02-26',
    '2026-03-04',
    false,
    ['2026-02-26', '2026-02-28', '2026-03-02', '2026-03-04'],
  ],
  ['a narrow week', '2026-02-26', '2026-03-04', true, ['2026-02-26', '2026-03-01', '2026-03-04']],
  ['a day', '2026-03-04', '2026-03-04', false, ['2026-03-04']],
])('%s is labelled by days at equal distances', (_, from, to, narrow, dates) => {
  expect(labelledDates(from, to, narrow)).toEqual({ unit: 'days', dates });
});

it('ranges of more than a year and a half are labelled by the begins of years', () => {
  expect(labelledDates('2023-06-01', '2026-03-01', false)).toEqual({
    unit: 'years',
    dates: ['2024-01-01', '2025-01-01', '2026-01-01'],
  });
});

it('longer ranges are labelled by the begins of months, every other one where it is narrow', () => {
  expect(labelledDates('2025-12-15', '2026-04-14', false)).toEqual({
    unit: 'months',
    dates: ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'],
  });
  expect(labelledDates('2025-12-15', '2026-04-14', true).dates).toEqual([
    '2026-01-01',
    '2026-03-01',
  ]);
  expect(labelledDates('2026-01-01', '2026-12-31', false).dates).toHaveLength(12);
});
