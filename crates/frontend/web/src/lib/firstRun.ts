import { storage } from './storage';

/** What of the first run is left, stored on the device: to set the account up, or the first entry. */
export type FirstRunStep = 'setup' | 'entry';

const key = (userId: string) => `kpi.firstRun.${userId}`;

export const firstRun = {
  begin: (userId: string): void => storage.set(key(userId), 'setup'),
  step(userId: string): FirstRunStep | null {
    const step = storage.get(key(userId));
    return step === 'setup' || step === 'entry' ? step : null;
  },
  go: (userId: string, step: FirstRunStep): void => storage.set(key(userId), step),
  end: (userId: string): void => storage.remove(key(userId)),
};
