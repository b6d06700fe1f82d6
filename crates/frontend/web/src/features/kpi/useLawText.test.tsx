import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Day, Law } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { aLaw, anEntry, aTask } from '@/testing/days';
import { lawFigures } from './laws';
import { useLawSentence } from './useLawText';

const CODES = [
  'pareto',
  'parkinson',
  'diminishing_returns',
  'yerkes_dodson',
  'pomodoro',
  'deep_work',
  'time_blocking',
  'habit_stacking',
  'compound',
  'focus_blocks',
  'q2_focus',
] as const satisfies readonly Law['code'][];

const finished = (id: string, actualMinutes: number, estimatedMinutes = 30) =>
  aTask({ id, completed: true, actualMinutes, estimatedMinutes });

function sentences(day: Partial<Pick<Day, 'entries' | 'tasks'>> = {}) {
  const { entries = [], tasks = [] } = day;
  const figures = lawFigures({ entries, tasks });
  const { result } = renderHook(() => useLawSentence(figures, tasks));
  return (code: Law['code'], given?: Partial<Law>) =>
    result.current({ law: aLaw({ code, ...given }), term: undefined });
}

describe.each(['en', 'ru'] as const)('in %s', (language) => {
  it.each(CODES)('%s has a sentence about a day without points', async (code) => {
    await setLanguage(language);
    for (const day of [{}, { tasks: [finished('a', 40), finished('b', 20)] }]) {
      const text = sentences(day)(code);
      expect(text).toMatch(/\.$/);
      expect(text).not.toMatch(/\{\{|law\./);
    }
  });
});

describe('the sentence about a law', () => {
  it('names the tasks that were finished, and counts those beyond two', async () => {
    await setLanguage('en');
    expect(sentences({ tasks: [finished('Report', 29)] })('parkinson')).toBe(
      'You finished “Report” in 29 of 30 minutes. Less than 0.9 of the estimate gives points, more than 1.2 takes them.',
    );
    const many = [finished('a', 1), finished('b', 2), finished('c', 3)];
    expect(sentences({ tasks: many })('time_blocking')).toContain('1 more task is finished.');
  });

  it('goes on with the reason for the points where not all tasks are named', async () => {
    await setLanguage('en');
    const tasks = [finished('Report', 29), finished('Plan', 30), finished('Call', 31)];
    const figures = lawFigures({ entries: [], tasks });
    const { result } = renderHook(() => useLawSentence(figures, tasks));
    const term = {
      code: 'time_blocking',
      points: 5,
      reason: '',
      facts: { measuredTasks: 3, withinTasks: 3 },
    } as const;
    expect(result.current({ law: aLaw({ code: 'time_blocking' }), term })).toContain(
      '1 more task is finished. 3 of 3 completed tasks with an estimate stayed within 20 % of it.',
    );
  });

  it('tells what pareto lacks', async () => {
    await setLanguage('en');
    const one = [aTask({ id: 'a', completed: true })];
    const two = [...one, aTask({ id: 'b', completed: true })];
    const timed = [...two, aTask({ id: 'c', completed: true, actualMinutes: 10 })];
    expect(sentences({ tasks: one })('pareto')).toContain('1 of the two');
    expect(sentences({ tasks: two })('pareto')).toContain('No time');
    expect(sentences({ tasks: timed })('pareto')).toContain('took 0 %');
  });

  it('tells a balance only of habits that are scheduled', async () => {
    await setLanguage('en');
    const entries = [
      anEntry({ habitId: 'work', category: 'career', amount: 30 }),
      anEntry({ habitId: 'rest', category: 'recovery', amount: 60 }),
    ];
    expect(sentences({ entries })('diminishing_returns')).toContain(
      '50 % of its target and recovery 100 %',
    );
    expect(sentences({ entries: entries.slice(1) })('diminishing_returns')).toContain('not both');
  });
});
