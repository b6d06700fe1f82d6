import { dehydrate, type DehydratedState, hydrate, type Query } from '@tanstack/react-query';
import { runtimeConfig } from '@/config/runtime';
import type { Session } from './session';

const KEY = 'queries';
const PAUSE_MS = 1_000;
const MAX_AGE_MS = 30 * 86_400_000;

interface Stored {
  /** Another version's responses may have another shape. */
  version: string;
  at: number;
  state: DehydratedState;
}

/** Keeps the server's responses on the device, so that visited pages open without a network. */
export async function persistResponses(session: Session): Promise<void> {
  const { database, queries, signal } = session;
  if (!database) return;
  try {
    const stored = await database.run((stores) => stores.get('responses', KEY));
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
    const responses: Stored = { version: runtimeConfig.appVersion, at: Date.now(), state };
    // What can't be kept is asked for again.
    database.run((stores) => stores.put('responses', responses, KEY)).catch(() => undefined);
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

function isKept({ meta, state }: Query): boolean {
  return state.status === 'success' && meta?.offline === true;
}

function isCurrent(stored: unknown): stored is Stored {
  const { version, at } = (stored ?? {}) as Partial<Stored>;
  return version === runtimeConfig.appVersion && at !== undefined && Date.now() - at < MAX_AGE_MS;
}
