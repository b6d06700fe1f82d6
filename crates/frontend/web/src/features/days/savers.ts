import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { daysBetween, logicalDate } from '@/lib/dates';
import { noteUsage } from '@/lib/reporting';
import { dayQuery, loadDay } from './api/getDay';
import { putDay } from './api/putDay';
import { DaySaver, type LoadedDay } from './DaySaver';
import { draftDates, draftStore } from './draftStore';

/**
 * The savers of the days that are on screen or still have something to send. They outlive the
 * screen, so that leaving a day never loses what was just typed.
 */
const open = new Map<string, DaySaver>();

/** Who is signed in; the edits of anyone else wait until they are. */
let activeUser: string | null = null;

/** So few days are always scored along with the one before them. */
const SCORED_AT_ONCE = 7;

/** Whether saving a day may leave later ones to be scored in the background. */
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
      // A read that began before this state was made must not put the old one in its place.
      void client.cancelQueries({ queryKey, exact: true });
      client.setQueryData(queryKey, fresh);
      // Means and later days' streaks depend on this day; they are read anew when next shown.
      void client.invalidateQueries({
        predicate: ({ queryKey: [area, , of] }) =>
          area === keys.dashboards.all[0] || (area === keys.days.all[0] && of !== date),
        refetchType: 'none',
      });
      if (hasLongSequel(date)) void client.invalidateQueries({ queryKey: keys.recalculation });
    },
  });
  open.set(name(userId, date), saver);
  return saver;
}

/** The day has left the screen: what is left is sent, then the saver is let go. */
export function leaveSaver(userId: string, date: string, saver: DaySaver): void {
  void saver.flush().then(() => {
    if (!saver.dirty && open.get(name(userId, date)) === saver) open.delete(name(userId, date));
  });
}

/** Sends whatever any day still has, as far as that is possible now. */
export async function flushDays(): Promise<void> {
  await Promise.all([...open.values()].map((saver) => saver.flush()));
}

/** Sends edits that an earlier visit could not, and keeps doing so whenever the network is back. */
export function resumeDrafts(userId: string, client: QueryClient): () => void {
  activeUser = userId;
  const resume = () => {
    for (const saver of open.values()) saver.retry();
    for (const date of draftDates(userId)) {
      if (open.has(name(userId, date))) continue;
      client.query(dayQuery(date)).then(
        (loaded) => leaveSaver(userId, date, openSaver(userId, date, loaded, client)),
        // Still out of reach: the edits stay stored for the next time.
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
