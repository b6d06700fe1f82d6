import { noteArrival } from '@/lib/navigation';
import { storage } from '@/lib/storage';

/**
 * The bearer token, in localStorage, since the API may be on another origin, which would not get a
 * cookie of this one.
 */
const KEY = 'kpi.token';
const listeners = new Set<() => void>();
let token = storage.get(KEY);
/** Whether the last session was ended by the server. */
let expired = false;

function announce(): void {
  for (const listener of listeners) listener();
}

function end(byServer: boolean): void {
  if (token === null) return;
  token = null;
  expired = byServer;
  storage.remove(KEY);
  announce();
}

export const session = {
  token: (): string | null => token,
  open: (next: string): void => {
    token = next;
    expired = false;
    storage.set(KEY, next);
    announce();
  },
  close: (): void => end(false),
  /** The server rejects the token: it has expired, or the session was ended elsewhere. */
  expire: (): void => {
    // The sign-in page replaces the current one without a navigation.
    noteArrival('link');
    end(true);
  },
  hasExpired: (): boolean => expired,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

// Signing out in one tab signs out the other tabs.
window.addEventListener('storage', (event) => {
  if (event.key !== KEY || event.newValue === token) return;
  token = event.newValue;
  announce();
});
