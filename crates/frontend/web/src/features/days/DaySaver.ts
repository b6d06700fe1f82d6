import { replaceEqualDeep } from '@tanstack/react-query';
import { ApiProblem, NetworkError } from '@/api/problem';
import type { Day, DayInput } from '@/api/types';
import { bodyOf, type DayDraft, differs, type DraftTask, draftOf } from './draft';
import { merge } from './merge';

/** A day as stored on the server, with the ETag for If-Match. */
export interface LoadedDay {
  day: Day;
  etag: string | null;
}

/** Unsaved edits, and the state they were based on. */
export interface StoredDraft {
  base: DayDraft;
  draft: DayDraft;
}

export type SaveStatus =
  | { kind: 'clean' }
  | { kind: 'saved' }
  | { kind: 'saving' }
  | { kind: 'offline' }
  | { kind: 'waiting' }
  | { kind: 'failed'; error: unknown };

export interface DaySnapshot {
  /** The server's latest state of the day: KPI, explanation, targets. */
  day: Day;
  /** The values in the fields. */
  draft: DayDraft;
  status: SaveStatus;
}

/** The dependencies of a saver; tests inject their own. */
export interface DaySaverPorts {
  save: (body: DayInput, etag: string | null) => Promise<LoadedDay>;
  load: () => Promise<LoadedDay>;
  store: {
    read: () => StoredDraft | null;
    write: (stored: StoredDraft) => void;
    clear: () => void;
  };
  isOnline: () => boolean;
  /** Called with each state that the server has confirmed. */
  onLoaded: (loaded: LoadedDay) => void;
}

const PAUSE_MS = 600;
const FIRST_RETRY_MS = 4_000;
const LAST_RETRY_MS = 60_000;
const MOST_CONFLICTS = 3;

/**
 * Autosave of one day: debounced, one request in flight, the newest state wins. Edits that could
 * not be sent stay in the store until the server can be reached; after a conflict (412) they are
 * merged into the fresh day and saved again.
 */
export class DaySaver {
  readonly #ports: DaySaverPorts;
  readonly #listeners = new Set<() => void>();
  /** The local key of each task id. */
  readonly #keys = new Map<string, string>();
  #base: DayDraft;
  #etag: string | null;
  #snapshot: DaySnapshot;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #inFlight: Promise<void> | null = null;
  #conflicts = 0;
  #retries = 0;

  constructor(loaded: LoadedDay, ports: DaySaverPorts) {
    this.#ports = ports;
    const stored = ports.store.read();
    for (const task of [...(stored?.base.tasks ?? []), ...(stored?.draft.tasks ?? [])]) {
      if (task.id !== null) this.#keys.set(task.id, task.key);
    }
    this.#base = this.#draftOf(loaded.day);
    this.#etag = loaded.etag;
    const draft = stored ? merge(stored.base, stored.draft, this.#base) : this.#base;
    this.#snapshot = { day: loaded.day, draft, status: { kind: 'clean' } };
    if (!this.dirty) ports.store.clear();
    else void this.flush();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): DaySnapshot => this.#snapshot;

  /** Whether there are unsaved edits. */
  get dirty(): boolean {
    return differs(this.#snapshot.draft, this.#base);
  }

  edit(change: (draft: DayDraft) => DayDraft): void {
    const draft = change(this.#snapshot.draft);
    this.#show({ draft });
    if (!this.dirty) {
      // The edit was undone before it was sent.
      this.#ports.store.clear();
      if (!this.#inFlight) this.#show({ status: { kind: 'saved' } });
      return;
    }
    this.#ports.store.write({ base: this.#base, draft });
    if (!this.#ports.isOnline()) this.#show({ status: { kind: 'offline' } });
    else this.#show({ status: { kind: 'saving' } });
    this.#schedule(PAUSE_MS);
  }

  /** Sends pending edits now; resolves when they are saved or can't be saved for now. */
  async flush(): Promise<void> {
    this.#unschedule();
    while (this.#inFlight) await this.#inFlight;
    if (this.dirty) await this.#push();
  }

  /** Applies a state that was loaded elsewhere, keeping unsaved edits. */
  receive(loaded: LoadedDay): void {
    if (this.#inFlight || loaded.etag === this.#etag) return;
    this.#accept(loaded, this.#base);
    if (this.dirty) this.#schedule(PAUSE_MS);
  }

  /** Applies the response of another write of the same day, such as an exception. */
  replace(loaded: LoadedDay): void {
    this.#accept(loaded, this.#base);
    this.#ports.onLoaded(loaded);
  }

  /** Called when the server may be reachable again. */
  retry(): void {
    this.#retries = 0;
    if (this.dirty) void this.flush();
  }

  #draftOf(day: Day, sentKeys?: readonly string[]): DayDraft {
    return draftOf(day, (task, index) => {
      const known = this.#keys.get(task.id);
      if (known !== undefined) return known;
      // The response to a save has the tasks in the order of the request.
      const key = sentKeys?.[index] ?? task.id;
      this.#keys.set(task.id, key);
      return key;
    });
  }

  #push(): Promise<void> {
    if (!this.#ports.isOnline()) {
      this.#show({ status: { kind: 'offline' } });
      return Promise.resolve();
    }
    this.#show({ status: { kind: 'saving' } });
    this.#inFlight = this.#send().finally(() => {
      this.#inFlight = null;
    });
    return this.#inFlight.then(() => this.#settle());
  }

  async #send(): Promise<void> {
    const { draft } = this.#snapshot;
    // A new task without a title is not sent; the merge must not treat it as removed by the server.
    const sent = { ...draft, tasks: draft.tasks.filter((task) => this.#isSent(task)) };
    try {
      const loaded = await this.#ports.save(bodyOf(sent, this.#base), this.#etag);
      const sentKeys = sent.tasks.map((task) => task.key);
      this.#accept(loaded, sent, sentKeys);
      this.#conflicts = 0;
      this.#retries = 0;
      this.#ports.onLoaded(loaded);
      this.#show({ status: { kind: 'saved' } });
    } catch (error) {
      await this.#recover(error);
    }
  }

  #isSent({ id, title }: DraftTask): boolean {
    return title.trim() !== '' || this.#base.tasks.some((task) => task.id === id);
  }

  async #recover(error: unknown): Promise<void> {
    if (error instanceof ApiProblem && error.status === 412 && this.#conflicts < MOST_CONFLICTS) {
      this.#conflicts += 1;
      try {
        const fresh = await this.#ports.load();
        this.#accept(fresh, this.#base);
        this.#ports.onLoaded(fresh);
        this.#show({ status: { kind: 'saving' } });
      } catch (again) {
        this.#postpone(again);
      }
      return;
    }
    this.#postpone(error);
  }

  /** Keeps the edits, and sets the status and the next attempt. */
  #postpone(error: unknown): void {
    this.#conflicts = 0;
    if (error instanceof NetworkError) {
      this.#show({ status: { kind: 'offline' } });
      this.#schedule(this.#nextRetry());
    } else if (error instanceof ApiProblem && error.temporary) {
      this.#show({ status: { kind: 'waiting' } });
      this.#schedule(error.retryAfter === null ? this.#nextRetry() : error.retryAfter * 1000);
    } else {
      this.#show({ status: { kind: 'failed', error } });
    }
  }

  #nextRetry(): number {
    const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#retries);
    this.#retries += 1;
    return delay;
  }

  /** After a response: sends edits made meanwhile, unless saving is postponed. */
  #settle(): Promise<void> {
    const { kind } = this.#snapshot.status;
    if (!this.dirty) {
      this.#ports.store.clear();
      return Promise.resolve();
    }
    if (kind !== 'saved' && kind !== 'saving') return Promise.resolve();
    this.#show({ status: { kind: 'saving' } });
    // The debounce timer of the last edit is still running and will send this edit too.
    if (this.#timer !== null) return Promise.resolve();
    return this.#push();
  }

  #accept(loaded: LoadedDay, from: DayDraft, sentKeys?: readonly string[]): void {
    const theirs = this.#draftOf(loaded.day, sentKeys);
    const draft = merge(from, this.#snapshot.draft, theirs);
    this.#base = theirs;
    this.#etag = loaded.etag;
    this.#show({ day: loaded.day, draft });
    if (this.dirty) this.#ports.store.write({ base: theirs, draft });
    else this.#ports.store.clear();
  }

  #schedule(delay: number): void {
    this.#unschedule();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // A request in flight sends the remaining edits when it completes.
      if (!this.#inFlight && this.dirty) void this.#push();
    }, delay);
  }

  #unschedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #show(change: Partial<DaySnapshot>): void {
    // What is equal stays the same object, so that rows which did not change do not render again.
    this.#snapshot = replaceEqualDeep(this.#snapshot, { ...this.#snapshot, ...change });
    for (const listener of this.#listeners) listener();
  }
}
