import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Recommendation } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { aMonthHabit } from '@/testing/months';
import { useRecommendationText } from './useRecommendationText';

const reading = aMonthHabit({ habitId: 'reading', name: 'Reading' });
const water = aMonthHabit({ habitId: 'water', name: 'Water', measure: 'count', unit: 'glasses' });

const given = (code: Recommendation['code'], habitId: string | null, facts: object) => ({
  code,
  habitId,
  facts: facts as Record<string, number>,
  reason: 'In English.',
});

const lower = given('lower_target', 'reading', { usual: 12, target: 90 });
const raise = given('raise_target', 'water', { usual: 11, target: 8 });
const record = given('record_more_days', null, { recordedDays: 5, passedDays: 21 });
const estimate = given('estimate_tasks', null, { estimatedTasks: 1, tasks: 9 });

describe('a recommendation', () => {
  it.each([
    ['en', lower, 'Reading: 12 min a day against a target of 1 h 30 min.'],
    ['en', raise, 'Water: 11 glasses a day against a target of 8 glasses.'],
    ['en', record, '5 of 21 days are recorded.'],
    ['en', estimate, '1 of 9 tasks have an estimate.'],
    ['ru', lower, 'Reading: в среднем 12 мин в день при цели 1 ч 30 мин.'],
    ['ru', raise, 'Water: в среднем 11 glasses в день при цели 8 glasses.'],
    ['ru', record, 'Записано дней: 5 из 21.'],
    ['ru', estimate, 'Задач с планом времени: 1 из 9.'],
  ] as const)('is told in %s from its facts', async (language, recommendation, sentence) => {
    await setLanguage(language);
    const { result } = renderHook(() => useRecommendationText());
    const text = result.current(recommendation, [reading, water])?.replaceAll('\u00a0', ' ');
    expect(text).toContain(sentence);
  });

  it('is left out without its habit', async () => {
    await setLanguage('en');
    const { result } = renderHook(() => useRecommendationText());
    expect(result.current(lower, [water])).toBeNull();
  });
});
