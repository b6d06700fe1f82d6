import type { Habit } from './types';

/** The keys of all queries, shared by the code that reads them and the code that invalidates them. */
export const queryKeys = {
  me: ['me'] as const,
  sessions: ['sessions'] as const,
  emailStatus: ['email', 'status'] as const,
  habits: {
    all: ['habits'] as const,
    list: (archived: 'true' | 'false' | 'all') => ['habits', 'list', archived] as const,
    one: (id: Habit['id']) => ['habits', 'one', id] as const,
  },
  days: {
    all: ['days'] as const,
    one: (date: string) => ['days', 'one', date] as const,
    range: (from: string, to: string) => ['days', 'range', from, to] as const,
  },
  exceptions: {
    all: ['exceptions'] as const,
    range: (from: string, to: string) => ['exceptions', 'range', from, to] as const,
    statistics: (year: number) => ['exceptions', 'statistics', year] as const,
  },
  notes: {
    all: ['notes'] as const,
    found: (q: string) => ['notes', q] as const,
  },
  dashboards: {
    all: ['dashboards'] as const,
    year: (year: number) => ['dashboards', 'year', year] as const,
  },
  laws: {
    all: ['laws'] as const,
    in: (language: string) => ['laws', language] as const,
  },
  recalculation: ['recalculation'] as const,
};
