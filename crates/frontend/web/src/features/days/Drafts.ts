import type { Session } from '@/api/session';
import { storage } from '@/lib/storage';
import type { LoadedDay } from './DaySaver';
import type { DayDraft, DraftEntry } from './draft';
import { applied, type DraftChange, type DraftState, isComplete } from './draftState';

/** How long the page waits for storage that hangs. */
const STORAGE_TIMEOUT_MS = 2_000;

/** What one tab tells the user's other tabs. */
export interface DraftMessage {
  date: string;
  change: DraftChange;
  /** The stored state after the change; null if nothing is left to send. */
  state: DraftState | null;
  /** The day, if the change came with one. */
  loaded: LoadedDay | undefined;
}

/**
 * A user's unsaved edits: in IndexedDB, shared by all tabs of the user. Each change is applied to what
 * is stored, in one transaction, so that the edits of every tab arrive.
 */
export class Drafts {
  /** Resolves when the edits of earlier visits are known, or after a while. */
  readonly ready: Promise<void>;
  /** Resolves when they are known, however long that takes. */
  readonly restored: Promise<void>;
  readonly #session: Session;
  readonly #channel: BroadcastChannel;
  readonly #states = new Map<string, DraftState>();
  /** The states that are being written. */
  readonly #pending = new Map<string, DraftState>();
  readonly #listeners = new Set<() => void>();
  #failing = false;

  constructor(session: Session, onMessage: (message: DraftMessage) => void) {
    this.#session = session;
    this.#channel = new BroadcastChannel(`kpi-drafts-amounts-${session.userId ?? ''}`);
    this.#channel.onmessage = ({ data }: MessageEvent<DraftMessage>) => {
      this.#keep(data.date, data.state);
      onMessage(data);
    };
    const { signal } = session;
    signal.addEventListener('abort', () => this.#channel.close());
    window.addEventListener('pagehide', () => this.#writeAtOnce(), { signal });
    // Phones end pages in the background without `pagehide`.
    const hidden = () => {
      if (document.visibilityState === 'hidden') this.#writeAtOnce();
    };
    document.addEventListener('visibilitychange', hidden, { signal });
    this.restored = this.#restore();
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, STORAGE_TIMEOUT_MS));
    this.ready = Promise.race([this.restored, timeout]);
  }

  read(date: string): DraftState | null {
    return this.#states.get(date) ?? null;
  }

  dates(): string[] {
    return [...this.#states.keys()];
  }

  apply(date: string, change: DraftChange, state: DraftState, loaded?: LoadedDay): void {
    this.#keep(date, state);
    this.#pending.set(date, state);
    void this.#write(date, change, state)
      .then((next) => {
        this.#written(date, state);
        this.#setFailing(false);
        return next;
      })
      .catch(() => {
        // It stays pending, for localStorage.
        this.#setFailing(true);
        return isComplete(state) ? null : state;
      })
      .then((next) => {
        if (this.#session.signal.aborted) return;
        this.#channel.postMessage({ date, change, state: next, loaded } satisfies DraftMessage);
      });
  }

  /** Whether edits are not stored on this device, since that is forbidden or it is full. */
  readonly isFailing = (): boolean => this.#failing && this.#states.size > 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #keep(date: string, state: DraftState | null): void {
    if (state === null || isComplete(state)) this.#states.delete(date);
    else this.#states.set(date, state);
    this.#announce();
  }

  /** A page that goes away does not wait for IndexedDB: what is not written there goes to localStorage. */
  #writeAtOnce(): void {
    for (const [date, state] of this.#pending) {
      if (isComplete(state)) storage.remove(this.#key(date));
      else storage.set(this.#key(date), JSON.stringify(state));
    }
  }

  #written(date: string, state: DraftState): void {
    if (this.#pending.get(date) !== state) return;
    this.#pending.delete(date);
    storage.remove(this.#key(date));
  }

  #key(date: string): string {
    return localKey(this.#session.userId ?? '') + date;
  }

  #setFailing(failing: boolean): void {
    this.#failing = failing;
    this.#announce();
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }

  async #write(date: string, change: DraftChange, state: DraftState): Promise<DraftState | null> {
    const { database } = this.#session;
    if (!database) return null;
    return database.run(async (stores) => {
      const { store, done } = stores.transaction('drafts', 'readwrite');
      const next = changed(await store.get(date), change, state);
      const left = isComplete(next) ? null : next;
      await Promise.all([left ? store.put(left, date) : store.delete(date), done]);
      return left;
    });
  }

  async #restore(): Promise<void> {
    const { database, userId } = this.#session;
    if (!database || userId === null) return;
    try {
      await database.run(async (stores) => {
        const { store, done } = stores.transaction('drafts', 'readwrite');
        const local = localDrafts(userId);
        for (const [date, state] of local) {
          // Another tab may have stored edits since then.
          const edited = { kind: 'edited', from: state.base, to: state.draft } as const;
          await store.put(changed(await store.get(date), edited, state), date);
        }
        for (const date of await store.getAllKeys()) {
          const state = draftState(await store.get(date));
          if (state) this.#states.set(date, state);
        }
        await done;
        for (const [date] of local) storage.remove(localKey(userId) + date);
      });
    } catch {
      // Where storage is forbidden, there is nothing from earlier visits.
    }
  }
}

/** What is stored, after a change; `state` if there was nothing. */
function changed(stored: unknown, change: DraftChange, state: DraftState): DraftState {
  const known = draftState(stored);
  return known ? applied(known, change) : state;
}

/** Drafts in localStorage: of pages that went away, and of versions that kept all of them there. */
const localKey = (userId: string) => `kpi.draft.${userId}.`;

function localDrafts(userId: string): [string, DraftState][] {
  return storage.keys(localKey(userId)).flatMap((key): [string, DraftState][] => {
    try {
      const stored = JSON.parse(storage.get(key) ?? '') as { base: DayDraft; draft: DayDraft };
      // The older version did not keep the server's state.
      const state = draftState({ server: stored.base, ...stored });
      return state ? [[key.slice(localKey(userId).length), state]] : [];
    } catch {
      return [];
    }
  });
}

/** What is stored, also by an older version; null if it is something else. */
function draftState(value: unknown): DraftState | null {
  if (!isDraftState(value)) return null;
  const { base, server, draft } = value;
  return { base: converted(base), server: converted(server), draft: converted(draft) };
}

/** A draft of an older version has no note, and may have its amounts as minutes. */
type StoredDraft = Omit<DayDraft, 'note'> & Partial<DayDraft>;
/** An entry of an older version has minutes for its amount, and no note. */
type StoredEntry = Pick<DraftEntry, 'quality'> & Partial<DraftEntry> & { minutes?: number | null };

function converted(draft: StoredDraft): DayDraft {
  const entries = Object.entries(draft.entries).map(([habitId, entry]) => {
    const { amount, minutes, quality, note }: StoredEntry = entry;
    const current: DraftEntry = { amount: amount ?? minutes ?? null, quality, note: note ?? null };
    return [habitId, current] as const;
  });
  return { note: null, ...draft, entries: Object.fromEntries(entries) };
}

function isDraftState(value: unknown): value is DraftState {
  return ['base', 'server', 'draft'].every((key) => isDraft(read(value, key)));
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
