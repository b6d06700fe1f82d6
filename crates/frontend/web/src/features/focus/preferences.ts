import { useSyncExternalStore } from 'react';
import { storage } from '@/lib/storage';

/** Remembered on the device. */
const KEYS = { title: 'kpi.focus.title', sound: 'kpi.focus.sound' } as const;
const LENGTH_KEY = 'kpi.focus.length';
const OFF = 'off';

export type FocusPreference = keyof typeof KEYS;

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the title counts down, or a sound tells the end; both unless switched off. */
export function useFocusPreference(of: FocusPreference): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, () => storage.get(KEYS[of]) !== OFF);
  const set = (next: boolean) => {
    if (next) storage.remove(KEYS[of]);
    else storage.set(KEYS[of], OFF);
    for (const listener of listeners) listener();
  };
  return [on, set];
}

/** The lengths that can be chosen, in minutes; null: until it is stopped. */
export const LENGTHS = [25, 50, 90, null] as const;

/** The length that was chosen last. */
export const lastLength = {
  get: (): number | null => {
    const stored = storage.get(LENGTH_KEY);
    return LENGTHS.find((length) => String(length) === stored) ?? (stored === 'null' ? null : 25);
  },
  set: (length: number | null): void => storage.set(LENGTH_KEY, String(length)),
};
