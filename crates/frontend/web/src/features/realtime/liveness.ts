/** Whether events arrive: what they change is up to date, and shown as such. */
const listeners = new Set<() => void>();
let live = false;

export const liveness = {
  isLive: (): boolean => live,
  set: (next: boolean): void => {
    live = next;
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
