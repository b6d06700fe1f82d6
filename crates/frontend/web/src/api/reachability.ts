import { onlineManager } from '@tanstack/react-query';

/**
 * Whether the server answered the last request. It is not what `navigator.onLine` says: a server on
 * the same machine answers without a network, and a network may lead nowhere.
 */
const listeners = new Set<() => void>();
let reached = true;

const FIRST_PROBE_MS = 4_000;
const MAX_PROBE_DELAY_MS = 60_000;
let delay = FIRST_PROBE_MS;
let timer: ReturnType<typeof setTimeout> | undefined;

function set(next: boolean): void {
  if (next === reached) return;
  reached = next;
  for (const listener of listeners) listener();
}

export const reachability = {
  reached: (): boolean => reached,
  answered: (): void => set(true),
  unanswered: (): void => set(false),
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** While the server does not answer, `probe` asks it again; so it does when the network changes. */
export function watchServer(probe: () => Promise<unknown>): void {
  const ask = () => void probe().catch(() => undefined);
  const again = () => {
    ask();
    delay = Math.min(MAX_PROBE_DELAY_MS, delay * 2);
    timer = setTimeout(again, delay);
  };
  reachability.subscribe(() => {
    clearTimeout(timer);
    delay = FIRST_PROBE_MS;
    if (!reached) timer = setTimeout(again, delay);
  });
  window.addEventListener('online', ask);
  window.addEventListener('offline', ask);
  // Queries on screen are fetched again once the server answers.
  onlineManager.setEventListener((setOnline) => reachability.subscribe(() => setOnline(reached)));
}
