import type { Query } from '@tanstack/react-query';
import { recalculationQuery } from '@/features/recalculation';
import { reachability } from '@/api/reachability';
import type { Session } from '@/api/session';
import { daysBetween, logicalDate } from '@/lib/dates';
import { noteUsage } from '@/lib/reporting';
import { dayQuery, loadDay } from './api/getDay';
import { putDay } from './api/putDay';
import { DaySaver, type LoadedDay } from './DaySaver';
import { type DraftMessage, Drafts } from './Drafts';

/** Up to this many later days are scored within the same request. */
const SCORED_AT_ONCE = 7;

/** Whether saving a day may start a recalculation of later days in the background. */
function hasLongSequel(date: string): boolean {
  return daysBetween(date, logicalDate(new Date(), 'UTC', 0)) > SCORED_AT_ONCE;
}

/**
 * The savers of a session, one for each day that was on screen or has unsaved edits. They live as long
 * as the session: leaving a day, coming online and signing out reach all of them, and an Undo after
 * leaving a day is saved like any edit.
 */
export class Savers {
  readonly drafts: Drafts;
  readonly #session: Session;
  readonly #open = new Map<string, DaySaver>();
  /** The entity tags of the days that were saved from here, or received while saving. */
  readonly #etags = new Map<string, string | null>();

  constructor(session: Session) {
    this.#session = session;
    this.drafts = new Drafts(session, (message) => this.#follow(message));
    session.beforeLeaving(() => this.flush());
    const { signal } = session;
    window.addEventListener('online', () => this.resume(), { signal });
    const answered = reachability.subscribe(() => {
      if (reachability.reached()) this.resume();
    });
    signal.addEventListener('abort', answered);
    const hidden = () => {
      if (document.visibilityState === 'hidden') void this.flush();
    };
    document.addEventListener('visibilitychange', hidden, { signal });
    const warn = (event: BeforeUnloadEvent) => {
      if (this.hasUnsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn, { signal });
    void this.drafts.restored.then(() => this.resume());
  }

  open(date: string, loaded: LoadedDay): DaySaver {
    const known = this.#open.get(date);
    if (known) {
      known.receive(loaded);
      return known;
    }
    const { api, signal } = this.#session;
    let recorded = loaded.day.saved;
    const saver = new DaySaver(loaded, {
      save: async (body, etag) => {
        const saved = await putDay(api, date, body, etag);
        if (!recorded) noteUsage('Day recorded');
        recorded = true;
        return saved;
      },
      load: () => loadDay(api, date),
      store: {
        read: () => this.drafts.read(date),
        apply: (change, state, fresh) => this.drafts.apply(date, change, state, fresh),
      },
      exclusively: (task) => this.#exclusively(date, task),
      onLoaded: (fresh) => this.#refresh(date, fresh),
      signal,
    });
    this.#open.set(date, saver);
    return saver;
  }

  /** Sends the pending edits of all days, as far as possible now. */
  async flush(): Promise<void> {
    await Promise.all([...this.#open.values()].map((saver) => saver.flush()));
  }

  /** Sends edits that have waited, and those of earlier visits. */
  resume(): void {
    if (this.#session.signal.aborted) return;
    for (const saver of this.#open.values()) saver.retry();
    for (const date of this.drafts.dates()) {
      if (this.#open.has(date)) continue;
      this.#session.queries.query(dayQuery(this.#session.api, date)).then(
        (loaded) => this.open(date, loaded),
        // The server is unreachable: the edits stay stored.
        () => undefined,
      );
    }
  }

  hasUnsaved(): boolean {
    return [...this.#open.values()].some((saver) => saver.dirty);
  }

  /** Whether the cache has this state of a day from a save, with what depends on it. */
  has(date: string, etag: string): boolean {
    // A response's tag may be weak, or name its compression.
    return this.#etags.get(date)?.includes(etag.replaceAll('"', '')) ?? false;
  }

  /** Two tabs must not create the same task at once. Without locks, If-Match keeps the day whole. */
  async #exclusively(date: string, task: () => Promise<void>): Promise<void> {
    // Locks exist in secure contexts only.
    const locks = (navigator as Partial<Navigator>).locks;
    if (!locks) return task();
    const { userId, signal } = this.#session;
    await locks.request(`kpi-day-${userId ?? ''}-${date}`, { signal }, task);
  }

  #follow({ date, change, loaded }: DraftMessage): void {
    const saver = this.#open.get(date);
    if (saver) saver.follow(change, loaded);
    else if (loaded) this.#refresh(date, loaded);
  }

  /** Updates the cache: the day itself, and what depends on it. */
  #refresh(date: string, fresh: LoadedDay): void {
    const { api, queries } = this.#session;
    this.#etags.set(date, fresh.etag);
    const { queryKey } = dayQuery(api, date);
    const dependent = { predicate: (query: Query) => dependsOn(query, date) };
    // A fetch that started before this state must not overwrite it, or what depends on it.
    void queries.cancelQueries({ queryKey, exact: true });
    queries.setQueryData(queryKey, fresh);
    // Means and the streaks of later days: those on screen at once, others when next shown.
    void queries.cancelQueries(dependent).then(() => queries.invalidateQueries(dependent));
    if (hasLongSequel(date))
      void queries.invalidateQueries({ queryKey: recalculationQuery(api).queryKey });
  }
}

function dependsOn({ queryKey, meta }: Query, date: string): boolean {
  if (meta?.ofAllDays) return true;
  const [area, kind, from, to] = queryKey;
  if (area !== 'days') return false;
  return kind === 'one' ? String(from) > date : String(from) <= date && date <= String(to);
}

const bySession = new WeakMap<Session, Savers>();

/** The savers of a session, with which they begin and end. */
export function saversOf(session: Session): Savers {
  const known = bySession.get(session);
  if (known) return known;
  const savers = new Savers(session);
  bySession.set(session, savers);
  return savers;
}
