import type { MonthHabit } from '@/api/types';

/** A habit in a month as the server sends it; tests override only the relevant fields. */
export function aMonthHabit(given: Partial<MonthHabit> & { habitId: string }): MonthHabit {
  return {
    name: given.habitId,
    category: 'skills',
    quadrant: 'Q2',
    measure: 'minutes',
    unit: null,
    amount: 600,
    target: 1200,
    completion: 0.5,
    doneDays: 8,
    scheduledDays: 20,
    ...given,
  };
}
