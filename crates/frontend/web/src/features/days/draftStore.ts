import { storage } from '@/lib/storage';
import type { StoredDraft } from './DaySaver';

const prefix = (userId: string) => `kpi.draft.${userId}.`;

/** Stores a user's unsaved edits of a date across reloads. */
export function draftStore(userId: string, date: string) {
  const key = prefix(userId) + date;
  return {
    read(): StoredDraft | null {
      const text = storage.get(key);
      if (text === null) return null;
      try {
        const stored: unknown = JSON.parse(text);
        return isStoredDraft(stored) ? stored : null;
      } catch {
        return null;
      }
    },
    write: (stored: StoredDraft): void => storage.set(key, JSON.stringify(stored)),
    clear: (): void => storage.remove(key),
  };
}

/** The dates with stored unsaved edits. */
export function draftDates(userId: string): string[] {
  return storage.keys(prefix(userId)).map((key) => key.slice(prefix(userId).length));
}

/** Guards against drafts stored by an older build. */
function isStoredDraft(value: unknown): value is StoredDraft {
  return isDraft(read(value, 'base')) && isDraft(read(value, 'draft'));
}

function isDraft(value: unknown): boolean {
  const entries = read(value, 'entries');
  return typeof entries === 'object' && entries !== null && Array.isArray(read(value, 'tasks'));
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
