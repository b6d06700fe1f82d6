import { describe, expect, it } from 'vitest';
import type { Suggestion } from '@/api/types';
import { aDay, anEntry, aTask } from '@/testing/days';
import { draftOf } from './draft';
import { suggestionStep } from './suggestionStep';

const day = aDay({
  entries: [
    anEntry({ habitId: 'reading', amount: 20 }),
    anEntry({ habitId: 'sleep', amount: 1400 }),
  ],
  tasks: [aTask({ id: 't1' })],
});
const draft = draftOf(day, ({ id }) => `key-${id}`);
const step = (given: Partial<Suggestion>) =>
  suggestionStep(
    {
      code: 'log_habit',
      habitId: null,
      taskIndex: null,
      amount: null,
      points: 5,
      reason: '',
      ...given,
    },
    day,
    draft,
  );

describe('suggestionStep', () => {
  it('proposes the minutes of a habit with those that are entered, within a day', () => {
    expect(step({ habitId: 'reading', amount: 10 })).toEqual({
      field: 'amount-reading',
      proposal: { habitId: 'reading', amount: 30 },
    });
    expect(step({ habitId: 'sleep', amount: 100 })?.proposal?.amount).toBe(1440);
  });

  it('leads to the task that is to be completed or estimated', () => {
    expect(step({ code: 'complete_task', taskIndex: 0, amount: 15 })).toEqual({
      field: 'done-key-t1',
    });
    expect(step({ code: 'add_estimate', taskIndex: 0 })).toEqual({ field: 'estimate-key-t1' });
    expect(step({ code: 'add_task' })).toEqual({ field: 'add-task' });
  });

  it('leads nowhere for a task that is gone', () => {
    expect(step({ code: 'complete_task', taskIndex: 1 })).toBeNull();
  });
});
