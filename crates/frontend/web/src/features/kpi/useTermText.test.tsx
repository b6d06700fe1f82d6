import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Suggestion, Term } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { type SuggestedHabit, useSuggestionText, useTermName, useTermReason } from './useTermText';

const SERVER = 'The server’s own sentence.';

/** Each term with the facts that the KPI engine returns. */
const FACTS = {
  base: { scheduled: 10, done: 4, meanPercent: 57.2 },
  pareto: { completedTasks: 2, highMinutes: 90, taskMinutes: 100, sharePercent: 90 },
  parkinson: { measuredTasks: 3, fasterTasks: 2, slowerTasks: 1 },
  diminishing_returns: { careerPercent: 130, recoveryPercent: 40 },
  yerkes_dodson: { measuredTasks: 5, withinTasks: 4 },
  pomodoro: { sessions: 2 },
  deep_work: { longestMinutes: 95 },
  time_blocking: { measuredTasks: 4, withinTasks: 3 },
  habit_stacking: { done: 6 },
  compound: { longestStreak: 21 },
  focus_blocks: { blocks: 2 },
  q2_focus: { q2Minutes: 600, totalMinutes: 900, sharePercent: 66.7 },
  efficiency_cap: { sum: 35, limit: 25 },
  priority: { completedHigh: 1, completedMedium: 2 },
  scorecard: { deliverables: 80, skills: 70.5, culture: 60 },
} satisfies Record<Term['code'], Record<string, number>>;

const codes = Object.keys(FACTS) as Term['code'][];
const term = (code: Term['code'], facts: Record<string, number>): Term => ({
  code,
  facts,
  points: 5,
  reason: SERVER,
});

async function reasons(language: 'en' | 'ru') {
  await setLanguage(language);
  return renderHook(() => useTermReason()).result.current;
}

describe.each(['en', 'ru'] as const)('the reasons in %s', (language) => {
  it.each(codes)('have a message for %s with all placeholders filled', async (code) => {
    const reasonOf = await reasons(language);
    const text = reasonOf(term(code, FACTS[code]));
    expect(text).not.toBe(SERVER);
    expect(text).not.toContain('{{');
    expect(text).not.toContain('explain.');
  });

  it.each(codes)('have a name for %s', async (code) => {
    await setLanguage(language);
    expect(renderHook(() => useTermName()).result.current(code)).not.toBe(code);
  });
});

describe('the reasons', () => {
  it('use Russian plural forms', async () => {
    const reasonOf = await reasons('ru');
    expect(reasonOf(term('compound', { longestStreak: 22 }))).toBe(
      'Самая длинная текущая серия — 22 дня.',
    );
    expect(reasonOf(term('base', { ...FACTS.base, meanPercent: 57.2 }))).toContain('57,2 %');
  });

  it('fall back to the server’s text if facts are missing', async () => {
    const reasonOf = await reasons('ru');
    expect(reasonOf(term('pareto', {}))).toBe(SERVER);
  });

  it('fall back to the server’s text for an unknown code', async () => {
    const reasonOf = await reasons('ru');
    expect(reasonOf({ ...term('base', {}), code: 'moon_phase' as Term['code'] })).toBe(SERVER);
  });

  it('describe a scorecard without culture', async () => {
    const reasonOf = await reasons('en');
    expect(reasonOf(term('scorecard', { deliverables: 80, skills: 70 }))).toBe(
      'Deliverables 80 and skills 70, of 100 each; no culture yet.',
    );
  });
});

describe('the suggestions', () => {
  const suggestion = (given: Partial<Suggestion>): Suggestion => ({
    code: 'log_habit',
    habitId: null,
    taskIndex: null,
    amount: null,
    points: 5,
    reason: SERVER,
    ...given,
  });
  const textOf = async (given: Partial<Suggestion>) => {
    await setLanguage('en');
    const habits: Partial<Record<string, SuggestedHabit>> = {
      h1: { name: 'Reading', measure: 'minutes', unit: null },
      h3: { name: 'Water', measure: 'count', unit: 'glasses' },
      h4: { name: 'Stretching', measure: 'check', unit: null },
    };
    const titles = (index: number) => (index === 0 ? 'Call' : undefined);
    return renderHook(() => useSuggestionText((id) => habits[id], titles)).result.current(
      suggestion(given),
    );
  };

  it('name the habit and the time', async () => {
    expect(await textOf({ habitId: 'h1', amount: 90 })).toBe(
      'Reading: 1\u00a0h\u00a030\u00a0min more',
    );
  });

  it('are in the words of the measure', async () => {
    expect(await textOf({ habitId: 'h3', amount: 3 })).toBe('Water: 3\u00a0glasses more');
    expect(await textOf({ habitId: 'h4', amount: 1 })).toBe('Stretching: do it and check it off');
  });

  it('name the task, also the first', async () => {
    expect(await textOf({ code: 'complete_task', taskIndex: 0 })).toBe('Complete “Call”');
    expect(await textOf({ code: 'add_estimate', taskIndex: 0 })).toBe(
      'Estimate how long “Call” will take',
    );
  });

  it('fall back to the server’s text if the habit is unknown', async () => {
    expect(await textOf({ habitId: 'h2', amount: 10 })).toBe(SERVER);
  });
});
