import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from '@/api/queryKeys';
import { daysBetween, logicalDate } from '@/lib/dates';
import { noteUsage } from '@/lib/reporting';
import { dayQuery, loadDay } from './api/getDay';
import { putDay } from './api/putDay';
import { DaySaver, type LoadedDay } from './DaySaver';
import { draftDates, draftStore } from './draftStore';

/**
 * The savers of all days on screen or with unsaved edits. They outlive the component, so that leaving
 * a day does not lose edits.
 */
const open = new Map<string, DaySaver>();

/** The signed-in user; edits of other users wait until they sign in. */
let activeUser: string | null = null;

/** Up to this many later days are scored within the same request. */
const SCORED_AT_ONCE = 7;

/** Whether saving a day may start a recalculation of later days in the background. */
function hasLongSequel(date: string): boolean {
  return daysBetween(date, logicalDate(new Date(), 'UTC', 0)) > SCORED_AT_ONCE;
}

const name = (userId: string, date: string) => `${userId} ${date}`;

export function openSaver(
  userId: string,
  date: string,
  loaded: LoadedDay,
  client: QueryClient,
): DaySaver {
  const known = open.get(name(userId, date));
  if (known) {
    known.receive(loaded);
    return known;
  }
  let recorded = loaded.day.saved;
  const saver = new DaySaver(loaded, {
    save: async (body, etag) => {
      const saved = await putDay(date, body, etag);
      if (!recorded) noteUsage('Day recorded');
      recorded = true;
      return saved;
    },
    load: () => loadDay(date),
    store: draftStore(userId, date),
    isOnline: () => navigator.onLine && activeUser === userId,
    onLoaded: (fresh) => {
      const { queryKey } = dayQuery(date);
      // A fetch that started before this state must not overwrite it.
      void client.cancelQueries({ queryKey, exact: true });
      client.setQueryData(queryKey, fresh);
      // Means and the streaks of later days depend on this day; they are refetched when next shown.
      void client.invalidateQueries({
        predicate: ({ queryKey: [area, , of] }) =>
          area === queryKeys.dashboards.all[0] || (area === queryKeys.days.all[0] && of !== date),
        refetchType: 'none',
      });
      if (hasLongSequel(date)) void client.invalidateQueries({ queryKey: queryKeys.recalculation });
    },
  });
  open.set(name(userId, date), saver);
  return saver;
}

/** Called when the day leaves the screen: sends pending edits, then releases the saver. */
export function leaveSaver(userId: string, date: string, saver: DaySaver): void {
  void saver.flush().then(() => {
    if (!saver.dirty && open.get(name(userId, date)) === saver) open.delete(name(userId, date));
  });
}

/** Sends the pending edits of all days, as far as possible now. */
export async function flushDays(): Promise<void> {
  await Promise.all([...open.values()].map((saver) => saver.flush()));
}

/** Sends stored drafts of earlier visits, now and whenever the device is online again. */
export function resumeDrafts(userId: string, client: QueryClient): () => void {
  activeUser = userId;
  const resume = () => {
    for (const saver of open.values()) saver.retry();
    for (const date of draftDates(userId)) {
      if (open.has(name(userId, date))) continue;
      client.query(dayQuery(date)).then(
        (loaded) => leaveSaver(userId, date, openSaver(userId, date, loaded, client)),
        // The server is unreachable: the edits stay stored.
        () => undefined,
      );
    }
  };
  const warn = (event: BeforeUnloadEvent) => {
    if ([...open.values()].some((saver) => saver.dirty)) event.preventDefault();
  };
  resume();
  window.addEventListener('online', resume);
  window.addEventListener('beforeunload', warn);
  return () => {
    window.removeEventListener('online', resume);
    window.removeEventListener('beforeunload', warn);
    activeUser = null;
  };
}
