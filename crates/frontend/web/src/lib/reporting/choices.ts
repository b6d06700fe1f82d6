import { storage } from '../storage';

/** What can leave the device besides calls of the API: faults of the app, and how it is used. */
export type Report = 'errors' | 'usage';

export const REPORTS = ['errors', 'usage'] as const satisfies readonly Report[];

const PREFIX = 'kpi.declined.';
const listeners = new Set<() => void>();

// Held here as well, so that a choice counts where nothing can be stored.
const declined = new Set<Report>(REPORTS.filter((report) => storage.get(PREFIX + report) !== null));

function announce(): void {
  for (const listener of listeners) listener();
}

/** What the person at this device has declined; kept on it, and the same in every tab. */
export const choices = {
  declined: (report: Report): boolean => declined.has(report),
  set: (report: Report, allowed: boolean): void => {
    if (allowed) {
      declined.delete(report);
      storage.remove(PREFIX + report);
    } else {
      declined.add(report);
      storage.set(PREFIX + report, 'yes');
    }
    announce();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

window.addEventListener('storage', ({ key, newValue }) => {
  const report = REPORTS.find((one) => key === PREFIX + one);
  if (!report) return;
  if (newValue === null) declined.delete(report);
  else declined.add(report);
  announce();
});
