import { describe, expect, it } from 'vitest';
import { firstWeekday, weekOf } from './week';

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
