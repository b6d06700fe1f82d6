import { partialMatchKey, type QueryKey } from '@tanstack/react-query';
import type { Session } from '@/api/session';
import type { RealtimeEvent } from '@/api/types';
import { saversOf } from '@/features/days';
import { affectedBy, ALL_AFFECTED } from './affectedQueries';
import { notePresence } from './api/getPresence';
import { LiveConnection } from './LiveConnection';
import { liveness } from './liveness';

/** How long changes are collected, so that many events lead to one request for each query. */
const COLLECTING_MS = 250;

/** Refetches what events have changed: visible queries at once, others when shown. */
class LiveUpdates {
  readonly #session: Session;
  readonly #events: RealtimeEvent[] = [];
  #all = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session) {
    this.#session = session;
    session.signal.addEventListener('abort', () => clearTimeout(this.#timer));
    new LiveConnection(session, {
      onChange: liveness.set,
      onResync: () => {
        this.#all = true;
        this.#collect();
      },
      onEvent: (event) => {
        if (event.type === 'presence.changed') notePresence(session, event.data);
        this.#events.push(event);
        this.#collect();
      },
    });
  }

  #collect(): void {
    this.#timer ??= setTimeout(() => this.#refetch(), COLLECTING_MS);
  }

  #refetch(): void {
    this.#timer = undefined;
    const events = this.#withoutKnown(this.#events.splice(0));
    const keys = this.#all ? ALL_AFFECTED : events.flatMap(affectedBy);
    this.#all = false;
    if (keys.length === 0) return;
    const isAffected = (queryKey: QueryKey) => keys.some((key) => partialMatchKey(queryKey, key));
    void this.#session.queries.invalidateQueries({
      predicate: ({ queryKey }) => isAffected(queryKey),
    });
  }

  /** Without what was saved in this browser: that has updated the cache itself. */
  #withoutKnown(events: readonly RealtimeEvent[]): readonly RealtimeEvent[] {
    const savers = saversOf(this.#session);
    // The events of one save have the same moment.
    const known = new Set<string>();
    for (const { type, data, at } of events) {
      if (type === 'day.saved' && data.etag !== null && savers.has(data.from, data.etag)) {
        known.add(at);
      }
    }
    const isOfSave = ({ type }: RealtimeEvent) => type === 'day.saved' || type === 'kpi.calculated';
    return events.filter((event) => !(isOfSave(event) && known.has(event.at)));
  }
}

const bySession = new WeakMap<Session, LiveUpdates>();

/** Begins the live updates of a session, which end with it. */
export function startLiveUpdates(session: Session): void {
  if (!bySession.has(session)) bySession.set(session, new LiveUpdates(session));
}
