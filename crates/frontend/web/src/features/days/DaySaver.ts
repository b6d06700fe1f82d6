import { replaceEqualDeep } from '@tanstack/react-query';
import { ApiProblem, NetworkError } from '@/api/problem';
import type { Day, DayInput } from '@/api/types';
import { bodyOf, type DayDraft, draftOf, type FieldRef, type FieldValue } from './draft';
import {
  applied,
  type Conflict,
  conflicts,
  type DraftChange,
  type DraftState,
  isComplete,
  isDirty,
  isWaiting,
  sendable,
  unedited,
} from './draftState';

/** A day as stored on the server, with the ETag for If-Match. */
export interface LoadedDay {
  day: Day;
  etag: string | null;
}

export type SaveStatus =
  | { kind: 'clean' }
  | { kind: 'saved' }
  /** All but what the user has to decide is saved. */
  | { kind: 'undecided' }
  | { kind: 'saving' }
  | { kind: 'offline' }
  | { kind: 'waiting' }
  | { kind: 'failed'; error: unknown };

export interface DaySnapshot {
  /** The server's latest state of the day: KPI, explanation, targets. */
  day: Day;
  /** The values in the fields. */
  draft: DayDraft;
  conflicts: readonly Conflict[];
  status: SaveStatus;
}

/** The dependencies of a saver; tests inject their own. */
export interface DaySaverPorts {
  save: (body: DayInput, etag: string | null) => Promise<LoadedDay>;
  load: () => Promise<LoadedDay>;
  store: {
    read: () => DraftState | null;
    /** Applies the change to what is stored; `state` is the state of this tab after the change. */
    apply: (change: DraftChange, state: DraftState, loaded?: LoadedDay) => void;
  };
  /** Runs one task at a time for this day in all tabs. */
  exclusively: (task: () => Promise<void>) => Promise<void>;
  /** Called with each state that the server has confirmed. */
  onLoaded: (loaded: LoadedDay) => void;
  /** Aborted when the session ends: nothing is sent or stored after that. */
  signal: AbortSignal;
}

const PAUSE_MS = 600;
/** The tab with the edit sends it; the others only if that one has not. */
const OTHER_TAB_MS = 5_000;
const FIRST_RETRY_MS = 4_000;
const MAX_RETRY_DELAY_MS = 60_000;
const MAX_CONFLICTS = 3;

/**
 * Autosave of one day: debounced, one request in flight, the newest state wins. Edits that could
 * not be sent stay in the store until the server can be reached; after a conflict (412) they are
 * merged into the fresh day and saved again.
 */
export class DaySaver {
  readonly #ports: DaySaverPorts;
  readonly #listeners = new Set<() => void>();
  #state: DraftState;
  #etag: string | null;
  #snapshot: DaySnapshot;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #inFlight: Promise<void> | null = null;
  #conflicts = 0;
  #retries = 0;
  /** A state that arrived during a request, for when that fails. */
  #received: LoadedDay | null = null;

  constructor(loaded: LoadedDay, ports: DaySaverPorts) {
    this.#ports = ports;
    const stored = ports.store.read();
    this.#etag = loaded.etag;
    const server = draftOfServer(loaded.day);
    this.#state = unedited(server);
    this.#snapshot = {
      day: loaded.day,
      draft: server,
      conflicts: [],
      status: { kind: 'clean' },
    };
    ports.signal.addEventListener('abort', () => this.#unschedule());
    if (!stored) return;
    this.#state = stored;
    this.#change({ kind: 'received', server });
    if (isWaiting(this.#state)) this.#show({ status: { kind: 'undecided' } });
    if (this.dirty) void this.flush();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): DaySnapshot => this.#snapshot;

  /** Whether there are edits to send. */
  get dirty(): boolean {
    return isDirty(this.#state);
  }

  /** Whether the server has all edits. */
  get complete(): boolean {
    return isComplete(this.#state);
  }

  edit(edit: (draft: DayDraft) => DayDraft): void {
    const from = this.#state.draft;
    this.#afterEdit({ kind: 'edited', from, to: edit(from) });
  }

  /** Resolves a conflict with one of its values. */
  choose(ref: FieldRef, value: FieldValue): void {
    this.#afterEdit({ kind: 'chosen', ref, value });
  }

  #afterEdit(change: DraftChange): void {
    if (this.#ports.signal.aborted) return;
    this.#change(change);
    if (!this.dirty) {
      // The edit was undone before it was sent, or can't be sent yet.
      if (!this.#inFlight) this.#show({ status: this.#rest() });
      return;
    }
    this.#show({ status: { kind: 'saving' } });
    this.#schedule(PAUSE_MS);
  }

  /** Applies what another tab did to the same day. */
  follow(change: DraftChange, loaded?: LoadedDay): void {
    const server = 'server' in change ? change.server : null;
    // What was sent there is no edit of this tab, if it has none.
    const own = server && this.complete ? ({ kind: 'received', server } as const) : change;
    this.#state = applied(this.#state, own);
    if (loaded) {
      this.#etag = loaded.etag;
      this.#show({ day: loaded.day });
      this.#ports.onLoaded(loaded);
    }
    this.#show(this.dirty ? { status: { kind: 'saving' } } : {});
    if (this.dirty) this.#schedule(OTHER_TAB_MS);
    else if (!this.#inFlight) this.#show({ status: this.#rest() });
  }

  /** Sends pending edits now; resolves when they are saved or can't be saved for now. */
  async flush(): Promise<void> {
    this.#unschedule();
    while (this.#inFlight) await this.#inFlight;
    if (this.dirty) await this.#push();
  }

  /** Applies a state that was loaded elsewhere, keeping unsaved edits. */
  receive(loaded: LoadedDay): void {
    if (loaded.etag === this.#etag) return;
    if (this.#inFlight) {
      this.#received = loaded;
      return;
    }
    this.#accept(loaded);
    if (this.dirty) this.#schedule(PAUSE_MS);
  }

  /** Called when the server may be reachable again. */
  retry(): void {
    this.#retries = 0;
    if (this.dirty) void this.flush();
  }

  #push(): Promise<void> {
    if (this.#ports.signal.aborted) return Promise.resolve();
    this.#show({ status: { kind: 'saving' } });
    this.#inFlight = this.#ports
      .exclusively(() => this.#send())
      .catch((error: unknown) => {
        if (!this.#ports.signal.aborted) this.#postpone(error);
      })
      .finally(() => {
        this.#inFlight = null;
      });
    return this.#inFlight.then(() => this.#settle());
  }

  async #send(): Promise<void> {
    // Another tab may have sent it meanwhile.
    if (!this.dirty) {
      this.#show({ status: this.#rest() });
      return;
    }
    const sent = sendable(this.#state);
    try {
      const loaded = await this.#ports.save(bodyOf(sent, this.#state.server), this.#etag);
      if (this.#ports.signal.aborted) return;
      const sentKeys = sent.tasks.map((task) => task.key);
      const server = draftOfServer(loaded.day, sentKeys);
      this.#received = null;
      this.#take(loaded, { kind: 'saved', sent, server });
      this.#conflicts = 0;
      this.#retries = 0;
      this.#ports.onLoaded(loaded);
      this.#show({ status: this.#rest() });
    } catch (error) {
      if (!this.#ports.signal.aborted) await this.#recover(error);
    }
  }

  /** The status while there is nothing to send. */
  #rest(): SaveStatus {
    return { kind: isWaiting(this.#state) ? 'undecided' : 'saved' };
  }

  async #recover(error: unknown): Promise<void> {
    if (error instanceof ApiProblem && error.status === 412 && this.#conflicts < MAX_CONFLICTS) {
      this.#conflicts += 1;
      try {
        const fresh = await this.#ports.load();
        if (this.#ports.signal.aborted) return;
        this.#accept(fresh);
        this.#ports.onLoaded(fresh);
        this.#show({ status: this.dirty ? { kind: 'saving' } : this.#rest() });
      } catch (again) {
        if (!this.#ports.signal.aborted) this.#postpone(again);
      }
      return;
    }
    this.#postpone(error);
  }

  /** Keeps the edits, and sets the status and the next attempt. */
  #postpone(error: unknown): void {
    this.#conflicts = 0;
    if (this.#received) this.#accept(this.#received);
    this.#received = null;
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
    const delay = Math.min(MAX_RETRY_DELAY_MS, FIRST_RETRY_MS * 2 ** this.#retries);
    this.#retries += 1;
    return delay;
  }

  /** After a response: sends edits made meanwhile, unless saving is postponed. */
  #settle(): Promise<void> {
    const { kind } = this.#snapshot.status;
    if (!this.dirty || (kind !== 'saved' && kind !== 'undecided' && kind !== 'saving')) {
      return Promise.resolve();
    }
    this.#show({ status: { kind: 'saving' } });
    // The debounce timer of the last edit is still running and will send this edit too.
    if (this.#timer !== null) return Promise.resolve();
    return this.#push();
  }

  #accept(loaded: LoadedDay): void {
    this.#take(loaded, { kind: 'received', server: draftOfServer(loaded.day) });
  }

  #take(loaded: LoadedDay, change: DraftChange): void {
    this.#etag = loaded.etag;
    this.#show({ day: loaded.day });
    this.#change(change, loaded);
  }

  #change(change: DraftChange, loaded?: LoadedDay): void {
    const before = this.#state;
    this.#state = applied(before, change);
    // Nothing is stored of a day without edits.
    if (!isComplete(before) || !isComplete(this.#state)) {
      this.#ports.store.apply(change, this.#state, loaded);
    }
    this.#show({});
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

  #show(change: Partial<Pick<DaySnapshot, 'day' | 'status'>>): void {
    const shown = { draft: this.#state.draft, conflicts: conflicts(this.#state) };
    // What is equal stays the same object, so that rows which did not change do not render again.
    this.#snapshot = replaceEqualDeep(this.#snapshot, { ...this.#snapshot, ...change, ...shown });
    for (const listener of this.#listeners) listener();
  }
}

/**
 * A draft of the server's day. The response to a save has the tasks in the order of the request; others
 * get the keys that they have here when they are merged.
 */
function draftOfServer(day: Day, sentKeys: readonly string[] = []): DayDraft {
  return draftOf(day, ({ id }, index) => sentKeys[index] ?? id);
}
