import type { Entry } from '@/api/types';
import { storage } from '@/lib/storage';

/** Habits under one name; null for those without a group. */
export interface Group {
  name: string | null;
  entries: readonly Entry[];
}

/** The habits by group, each in the user's order; first those without one, then as each group first occurs. */
export function groupsOf(entries: readonly Entry[]): Group[] {
  const groups = new Map<string | null, Entry[]>([[null, []]]);
  for (const entry of entries) {
    const members = groups.get(entry.group);
    if (members) members.push(entry);
    else groups.set(entry.group, [entry]);
  }
  return [...groups]
    .map(([name, members]) => ({ name, entries: members }))
    .filter((group) => group.entries.length > 0);
}

const KEY = 'kpi.foldedGroups';

/** The names of folded groups, stored on the device. */
export const foldedGroups = {
  read(): ReadonlySet<string> {
    try {
      const names: unknown = JSON.parse(storage.get(KEY) ?? '[]');
      return new Set(Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []);
    } catch {
      return new Set();
    }
  },
  write: (names: ReadonlySet<string>): void => storage.set(KEY, JSON.stringify([...names])),
};
