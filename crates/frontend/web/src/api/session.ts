import { noteArrival } from '@/lib/navigation';
import { storage } from '@/lib/storage';

/**
 * The bearer token. It is kept in localStorage, since the API may live on another origin, where a
 * cookie of ours would not go.
 */
const KEY = 'kpi.token';
const listeners = new Set<() => void>();
let token = storage.get(KEY);
/** Whether the server was the one who ended the last session. */
let refused = false;

function announce(): void {
  for (const listener of listeners) listener();
}

function end(byServer: boolean): void {
  if (token === null) return;
  token = null;
  refused = byServer;
  storage.remove(KEY);
  announce();
}

export const session = {
  token: (): string | null => token,
  open: (next: string): void => {
    token = next;
    refused = false;
    storage.set(KEY, next);
    announce();
  },
  close: (): void => end(false),
  /** The server does not know the token any more: it has expired, or was ended elsewhere. */
  refuse: (): void => {
    // The screen that asks to sign in comes by itself, in the place of another.
    noteArrival('link');
    end(true);
  },
  wasRefused: (): boolean => refused,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

// Signing out in one tab signs out the others.
window.addEventListener('storage', (event) => {
  if (event.key !== KEY || event.newValue === token) return;
  token = event.newValue;
  announce();
});
