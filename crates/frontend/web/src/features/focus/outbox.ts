import { unwrap } from '@/api/client';
import { NetworkError } from '@/api/problem';
import { reachability } from '@/api/reachability';
import type { Session } from '@/api/session';
import type { FocusSession, FocusStart } from '@/api/types';
import { storage } from '@/lib/storage';
import { currentFocusQuery } from './api/currentFocus';
import { uuid } from './uuid';

/** What a session is started on, and for how long. */
export interface StartedFocus {
  habitId?: string;
  taskId?: string;
  name: string;
  /** The day in which it begins. */
  date: string;
  minutes: number | null;
}

interface End {
  interrupted: boolean;
  endedAt?: string;
}

/** What the server has not been told yet: a start, with the end if that has come, or the end of a session. */
type Untold = { start: FocusStart } | { stop: string; end: End };

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Starts and stops sessions, and without a network keeps what happened with its true instants on the
 * device until the server answers.
 */
export class FocusOutbox {
  readonly #session: Session;
  readonly #key: string;
  #sending: Promise<void> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
    this.#key = `kpi.focus.untold.${session.userId ?? ''}`;
    const unsubscribe = reachability.subscribe(() => {
      if (reachability.reached()) this.resume();
    });
    session.signal.addEventListener('abort', unsubscribe);
    this.resume();
  }

  async start({ name, date, ...subject }: StartedFocus): Promise<void> {
    await this.#sending;
    const at = this.#serverNow();
    const { minutes, ...on } = subject;
    const body: FocusStart = { id: uuid(), ...on, ...(minutes !== null && { minutes }) };
    try {
      await this.#sendStart(body);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const startedAt = new Date(at).toISOString();
      this.#keep([...this.#untold(), { start: { ...body, startedAt } }]);
      this.#show({ ...body, name, date, at });
    }
  }

  /** Resolves with the session as the server has stopped it, or null until it is told. */
  async stop(session: FocusSession, end: End): Promise<FocusSession | null> {
    await this.#sending;
    const endedAt = end.endedAt ?? new Date(this.#serverNow()).toISOString();
    const told = { ...end, endedAt: endedAt < session.startedAt ? session.startedAt : endedAt };
    const untold = this.#untold();
    const start = untold.findIndex((one) => 'start' in one && one.start.id === session.id);
    if (start === -1) {
      try {
        // Without an instant of the device, the server's counts.
        return await this.#sendStop(session.id, end);
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        this.#keep([...untold, { stop: session.id, end: told }]);
      }
    } else {
      this.#keep(
        untold.map((one, index) =>
          index === start && 'start' in one ? { start: { ...one.start, ...told } } : one,
        ),
      );
      this.resume();
    }
    this.#set(null);
    return null;
  }

  /** Tells the server what it does not know yet, in order. */
  resume(): void {
    if (this.#untold().length === 0) return;
    this.#sending = this.#sending.then(() => this.#send());
  }

  async #send(): Promise<void> {
    for (const one of this.#untold()) {
      try {
        if ('start' in one) await this.#sendStart(one.start);
        else await this.#sendStop(one.stop, one.end);
      } catch (error) {
        if (error instanceof NetworkError || this.#session.signal.aborted) return;
        // What the server refuses, as one that overlaps another, it would refuse again.
      }
      this.#keep(this.#untold().slice(1));
    }
    await this.#session.queries.invalidateQueries({ queryKey: ['focus'] });
  }

  #sendStart(body: FocusStart) {
    return unwrap(this.#session.api.POST('/api/focus/start', { body }));
  }

  #sendStop(id: string, body: End) {
    const params = { path: { id } };
    return unwrap(this.#session.api.POST('/api/focus/{id}/stop', { params, body }));
  }

  #untold(): Untold[] {
    try {
      const kept: unknown = JSON.parse(storage.get(this.#key) ?? '[]');
      return Array.isArray(kept) ? (kept as Untold[]) : [];
    } catch {
      return [];
    }
  }

  #keep(untold: readonly Untold[]): void {
    if (untold.length === 0) storage.remove(this.#key);
    else storage.set(this.#key, JSON.stringify(untold));
  }

  #serverNow(): number {
    return Date.now() + (this.#current()?.offset ?? 0);
  }

  #current() {
    const { api, queries } = this.#session;
    return queries.getQueryData(currentFocusQuery(api).queryKey);
  }

  /** Shows a session that the server does not know yet. */
  #show(given: FocusStart & { name: string; date: string; at: number }): void {
    const { id, habitId, taskId, name, date, minutes, at } = given;
    const deadline = at + (minutes ? minutes * MINUTE_MS : DAY_MS);
    this.#set({
      id: id ?? '',
      habitId: habitId ?? null,
      taskId: taskId ?? null,
      name,
      date,
      startedAt: new Date(at).toISOString(),
      plannedMinutes: minutes ?? null,
      deadline: new Date(deadline).toISOString(),
      endedAt: null,
      minutes: null,
      countedMinutes: 0,
      interrupted: false,
      stopped: false,
    });
  }

  #set(session: FocusSession | null): void {
    const { api, queries } = this.#session;
    const { queryKey } = currentFocusQuery(api);
    void queries.cancelQueries({ queryKey });
    queries.setQueryData(queryKey, { session, offset: this.#current()?.offset ?? 0 });
  }
}

const bySession = new WeakMap<Session, FocusOutbox>();

/** The outbox of a session. */
export function outboxOf(session: Session): FocusOutbox {
  const known = bySession.get(session) ?? new FocusOutbox(session);
  bySession.set(session, known);
  return known;
}
