import { storage } from '@/lib/storage';

/**
 * The bearer token. It is kept in localStorage, since the API may live on another origin, where a
 * cookie of ours would not go.
 */
const KEY = 'kpi.token';
const listeners = new Set<() => void>();
let token = storage.get(KEY);

function announce(): void {
  for (const listener of listeners) listener();
}

export const session = {
  token: (): string | null => token,
  open: (next: string): void => {
    token = next;
    storage.set(KEY, next);
    announce();
  },
  close: (): void => {
    if (token === null) return;
    token = null;
    storage.remove(KEY);
    announce();
  },
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
