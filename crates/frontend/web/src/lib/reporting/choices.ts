import { storage } from '../storage';

/** What the app may report: its errors, and its usage. */
export type Report = 'errors' | 'usage';

export const REPORTS = ['errors', 'usage'] as const satisfies readonly Report[];

const PREFIX = 'kpi.declined.';
const listeners = new Set<() => void>();

// Also in memory, so that a choice applies if storage is unavailable.
const declined = new Set<Report>(REPORTS.filter((report) => storage.get(PREFIX + report) !== null));

function announce(): void {
  for (const listener of listeners) listener();
}

/** The reports that the user has declined; stored on the device and shared by all tabs. */
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
