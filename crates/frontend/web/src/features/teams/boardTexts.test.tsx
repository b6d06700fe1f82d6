import { renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TeamBadge } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { useBadgeText } from './useBadgeText';
import { useBoardText } from './useBoardText';

const BADGES: readonly TeamBadge[] = [
  { kind: 'perfect', threshold: 100, value: 100, goal: 'Run' },
  { kind: 'consistent', threshold: 80, value: 90.5, goal: null },
  { kind: 'top_performer', threshold: 90, value: 91.5, goal: null },
  { kind: 'good_performer', threshold: 60, value: null, goal: null },
  { kind: 'streak_21', threshold: 21, value: 30, goal: null },
  { kind: 'streak_7', threshold: 7, value: null, goal: null },
];

describe.each([
  [
    'en',
    [
      'The goal “Run” is at 100%.',
      'Every goal of the team is at 80% or more, the lowest at 90.5%.',
      'Habits are done to 91.5% on average; the badge takes 90%.',
      'Habits are done to 60% or more on average.',
      'The longest streak has 30 days; the badge takes 21.',
      'The longest streak has 7 days or more.',
    ],
    ['from 5 days, away on 1 day', 'from 1 day', 'away on 7 days', 'no counted day'],
  ],
  [
    'ru',
    [
      'Цель «Run» выполнена на 100\u00a0%.',
      'Каждая цель команды выполнена на 80\u00a0% или больше, наименьшая — на 90,5\u00a0%.',
      'Привычки выполнены в среднем на 91,5\u00a0%, для значка нужно 90\u00a0%.',
      'Привычки выполнены в среднем на 60\u00a0% или больше.',
      'Самая длинная серия, в днях: 30, для значка нужно 21.',
      'Самая длинная серия, в днях: 7 или больше.',
    ],
    ['по 5 дням, 1 день отсутствия', 'по 1 дню', '7 дней отсутствия', 'нет учтённых дней'],
  ],
] as const)('in %s', (language, reasons, days) => {
  beforeEach(() => setLanguage(language));

  it('each badge has its reason, as far as it may be told', () => {
    const badgeText = renderHook(() => useBadgeText()).result.current;
    expect(BADGES.map(badgeText)).toEqual(reasons);
  });

  it('a figure says from how many days it comes, and who has none why', () => {
    const { daysText, noPlaceText } = renderHook(() => useBoardText()).result.current;
    expect(daysText({ countedDays: 5, awayDays: 1 })).toBe(days[0]);
    expect(daysText({ countedDays: 1, awayDays: 0 })).toBe(days[1]);
    expect(noPlaceText({ countedDays: 0, awayDays: 7 })).toBe(days[2]);
    expect(noPlaceText({ countedDays: 0, awayDays: 0 })).toBe(days[3]);
  });
});
