import { storage } from './storage';

/** The steps of the first run, stored on the device. */
export type FirstRunStep = 'look' | 'minutes' | 'number';

const key = (userId: string) => `kpi.firstRun.${userId}`;

export const firstRun = {
  begin: (userId: string): void => storage.set(key(userId), 'look'),
  step(userId: string): FirstRunStep | null {
    const step = storage.get(key(userId));
    return step === 'look' || step === 'minutes' || step === 'number' ? step : null;
  },
  go: (userId: string, step: FirstRunStep): void => storage.set(key(userId), step),
  end: (userId: string): void => storage.remove(key(userId)),
};
