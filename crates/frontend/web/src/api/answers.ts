import { dehydrate, type DehydratedState, hydrate, type Query } from '@tanstack/react-query';
import { runtimeConfig } from '@/config/runtime';
import { queryKeys } from './queryKeys';
import type { Session } from './session';

/** What pages show without a network. Other answers have to be current. */
const KEPT: readonly unknown[] = [
  queryKeys.me[0],
  queryKeys.habits.all[0],
  queryKeys.days.all[0],
  queryKeys.exceptions.all[0],
  queryKeys.dashboards.all[0],
  queryKeys.laws.all[0],
];
const KEY = 'queries';
const PAUSE_MS = 1_000;
const MAX_AGE_MS = 30 * 86_400_000;

interface Stored {
  /** Another version's answers may have another shape. */
  version: string;
  at: number;
  state: DehydratedState;
}

/** Keeps the server's answers on the device, so that visited pages open without a network. */
export async function keepAnswers(session: Session): Promise<void> {
  const { database, queries, signal } = session;
  if (!database) return;
  try {
    const stored = await database.run((stores) => stores.get('answers', KEY));
    if (signal.aborted) return;
    if (isCurrent(stored)) {
      hydrate(queries, stored.state);
      // They are shown at once, and asked for again behind.
      void queries.invalidateQueries();
    }
  } catch {
    // Where storage is forbidden, nothing is kept.
    return;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const store = () => {
    clearTimeout(timer);
    timer = undefined;
    const state = dehydrate(queries, { shouldDehydrateQuery: isKept });
    const answers: Stored = { version: runtimeConfig.appVersion, at: Date.now(), state };
    // What can't be kept is asked for again.
    database.run((stores) => stores.put('answers', answers, KEY)).catch(() => undefined);
  };
  const unsubscribe = queries.getQueryCache().subscribe(({ type }) => {
    if (type === 'updated') timer ??= setTimeout(store, PAUSE_MS);
  });
  // The page may be about to be closed.
  const hidden = () => {
    if (timer !== undefined && document.visibilityState === 'hidden') store();
  };
  document.addEventListener('visibilitychange', hidden, { signal });
  signal.addEventListener('abort', () => {
    unsubscribe();
    clearTimeout(timer);
  });
}

function isKept({ queryKey, state }: Query): boolean {
  return state.status === 'success' && KEPT.includes(queryKey[0]);
}

function isCurrent(stored: unknown): stored is Stored {
  const { version, at } = (stored ?? {}) as Partial<Stored>;
  return version === runtimeConfig.appVersion && at !== undefined && Date.now() - at < MAX_AGE_MS;
}
