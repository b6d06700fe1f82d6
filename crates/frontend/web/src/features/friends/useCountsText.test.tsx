import { renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { useCountsText } from './useCountsText';

describe.each([
  [
    'en',
    ['from 5 of 7 days, away on 1 day', 'from 7 of 7 days', 'away on 7 days', 'no KPI in 7 days'],
  ],
  [
    'ru',
    [
      'по 5 из 7 дней, 1 день отсутствия',
      'по 7 из 7 дней',
      '7 дней отсутствия',
      'нет KPI за 7 дней',
    ],
  ],
] as const)('in %s', (language, texts) => {
  beforeEach(() => setLanguage(language));

  it.each([
    [5, 1, texts[0]],
    [7, 0, texts[1]],
    [0, 7, texts[2]],
    [0, 0, texts[3]],
  ])('a mean from %i days, and %i away, is told', (countedDays, awayDays, text) => {
    const countsText = renderHook(() => useCountsText()).result.current;
    expect(countsText({ countedDays, awayDays, days: 7 })).toBe(text);
  });
});
