import { describe, expect, it } from 'vitest';
import type { Law, Term } from '@/api/types';
import { aDay, aFocusSession, aLaw, anEntry, aTask } from '@/testing/days';
import { groupLaws, lawFigures, measuredTasks } from './laws';

const term = (code: Term['code'], points: number): Term => ({
  code,
  points,
  reason: '',
  facts: {},
});

describe('groupLaws', () => {
  const groups = groupLaws(
    [
      aLaw({ code: 'pareto', group: 'tasks', maxPoints: 10 }),
      aLaw({ code: 'parkinson', group: 'tasks', minPoints: -10, maxPoints: 10 }),
      aLaw({ code: 'diminishing_returns', group: 'habits', minPoints: -10, maxPoints: 0 }),
      aLaw({ code: 'deep_work', group: 'focus', maxPoints: 10 }),
      aLaw({ code: 'habit_stacking', group: 'habits' }),
      aLaw({ code: 'focus_blocks', group: 'focus' }),
      aLaw({ code: 'compound', group: 'streaks', maxPoints: 10 }),
    ],
    [term('base', 80), term('parkinson', -3.3), term('habit_stacking', 5)],
  );
  const of = (name: string) => groups.find(({ group }) => group === name);
  const codes = (laws: readonly { law: Law }[] = []) => laws.map((one) => one.law.code);

  it('has four groups in their order', () => {
    expect(groups.map(({ group }) => group)).toEqual(['habits', 'tasks', 'focus', 'streaks']);
  });

  it('parts what gave or took points from what did neither', () => {
    expect(codes(of('tasks')?.fired)).toEqual(['parkinson']);
    expect(codes(of('tasks')?.rest)).toEqual(['pareto']);
    expect(of('tasks')).toMatchObject({ points: -3.3, most: 20 });
    expect(of('habits')).toMatchObject({ points: 5, most: 5 });
    expect(of('streaks')).toMatchObject({ points: 0, most: 10 });
  });

  it('promises what focus sessions can give', () => {
    expect(of('focus')?.most).toBe(15);
    expect(codes(of('focus')?.rest)).toEqual(['deep_work', 'focus_blocks']);
  });
});

describe('lawFigures', () => {
  it('are those of the day', () => {
    const day = aDay({
      entries: [
        anEntry({ habitId: 'a', amount: 60, completion: 1, streak: 4, quadrant: 'Q2' }),
        anEntry({ habitId: 'b', amount: 30, completion: 0.79, streak: 9, quadrant: 'Q1' }),
        anEntry({ habitId: 'c', category: 'career', amount: 90, completion: 1.5, quadrant: 'Q1' }),
        anEntry({ habitId: 'd', category: 'recovery', target: 120, quadrant: 'Q3' }),
        anEntry({ habitId: 'e', target: null, completion: null, amount: 10 }),
      ],
      tasks: [
        aTask({ id: 'x', completed: true, priority: 'high', actualMinutes: 30, quadrant: 'Q1' }),
        aTask({ id: 'y', completed: true, actualMinutes: 10, quadrant: 'Q1' }),
        aTask({ id: 'z', actualMinutes: 50, quadrant: 'Q1' }),
      ],
    });
    const sessions = [
      aFocusSession({ minutes: 25 }),
      aFocusSession({ minutes: 50 }),
      aFocusSession({ minutes: 51 }),
      aFocusSession({ minutes: 120, interrupted: true }),
      aFocusSession({ minutes: null, endedAt: null }),
    ];
    expect(lawFigures(day, sessions)).toEqual({
      pomodoros: 2,
      longestSession: 51,
      completed: 2,
      completedMinutes: 40,
      highPercent: 75,
      blocks: 1,
      done: 2,
      longestStreak: 9,
      minutes: 280,
      q2Percent: 25,
      balance: { career: 150, recovery: 0 },
    });
  });

  it('of an empty day are nothing', () => {
    expect(lawFigures({ entries: [], tasks: [] })).toMatchObject({
      highPercent: 0,
      longestStreak: 0,
      q2Percent: 0,
      balance: null,
    });
  });
});

it('measures completed tasks with an estimate and the time spent', () => {
  const whole = { completed: true, estimatedMinutes: 30, actualMinutes: 29 };
  expect(
    measuredTasks([
      aTask({ id: 'Report', ...whole }),
      aTask({ id: 'Open', ...whole, completed: false }),
      aTask({ id: 'Unplanned', ...whole, estimatedMinutes: null }),
      aTask({ id: 'Untimed', ...whole, actualMinutes: null }),
      aTask({ id: 'Instant', ...whole, actualMinutes: 0 }),
    ]),
  ).toEqual([
    { title: 'Report', actual: 29, estimate: 30 },
    { title: 'Instant', actual: 0, estimate: 30 },
  ]);
});
