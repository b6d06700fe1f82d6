import { describe, expect, it } from 'vitest';
import { firstWeekday, weekDates, weekOf } from './week';

describe.each([
  ['en', 6],
  ['en-US', 6],
  ['en-GB', 0],
  ['ru', 0],
  ['ru-RU', 0],
])('the week of %s', (tag, first) => {
  it('begins as its language and region have it', () => {
    expect(firstWeekday(new Intl.Locale(tag))).toBe(first);
  });

  it('is the same in a browser that has no week data', () => {
    const [language = '', region] = tag.split('-');
    expect(firstWeekday({ language, region })).toBe(first);
  });
});

it('is read from the method of newer browsers and the property of older ones', () => {
  const saturday = { firstDay: 6 };
  expect(firstWeekday({ language: 'en', getWeekInfo: () => saturday })).toBe(5);
  expect(firstWeekday({ language: 'en', weekInfo: saturday })).toBe(5);
});

it('has seven days in their order', () => {
  expect(weekOf({ language: 'en' })).toEqual([6, 0, 1, 2, 3, 4, 5]);
  expect(weekOf({ language: 'ru' })).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

describe('the dates of a week', () => {
  // 1 March 2026 is a Sunday.
  it.each([
    ['en', '2026-03-01', '2026-03-01', '2026-03-07'],
    ['en', '2026-02-28', '2026-02-22', '2026-02-28'],
    ['ru', '2026-03-01', '2026-02-23', '2026-03-01'],
    ['ru', '2026-03-02', '2026-03-02', '2026-03-08'],
  ])('in %s that of %s goes from %s to %s', (language, date, first, last) => {
    const dates = weekDates(date, weekOf({ language }));
    expect(dates).toHaveLength(7);
    expect([dates[0], dates[6]]).toEqual([first, last]);
  });
});
