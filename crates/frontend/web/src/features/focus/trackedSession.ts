import { useMemo, useSyncExternalStore } from 'react';
import { storage } from '@/lib/storage';

/** The session that ran last on this device, of whose end the user is told. */
export interface TrackedSession {
  id: string;
  date: string;
  /** The server's time when this device last showed it running. */
  seenAt: number;
  /** Since when it was not seen, if that has to be asked about. */
  gapFrom?: number;
}

const listeners = new Set<() => void>();
const keyOf = (userId: string) => `kpi.focus.tracked.${userId}`;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Of another tab.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function setTracked(userId: string, tracked: TrackedSession | null): void {
  if (tracked) storage.set(keyOf(userId), JSON.stringify(tracked));
  else storage.remove(keyOf(userId));
  for (const listener of listeners) listener();
}

export function useTracked(userId: string): TrackedSession | null {
  const text = useSyncExternalStore(subscribe, () => storage.get(keyOf(userId)));
  return useMemo(() => {
    try {
      return text === null ? null : (JSON.parse(text) as TrackedSession);
    } catch {
      return null;
    }
  }, [text]);
}

const SLEPT_MS = 5 * 60_000;
const NOTE_MS = 10_000;

/**
 * What is remembered of a session that runs at `now`, or the same if that needs no change. One without a
 * length that was not seen for minutes, because the device slept or the app was closed, has a gap.
 */
export function trackedAt(
  known: TrackedSession | null,
  session: { id: string; date: string; plannedMinutes: number | null },
  now: number,
): TrackedSession | null {
  const { id, date, plannedMinutes } = session;
  if (known?.id !== id) return { id, date, seenAt: now };
  const unseen = now - known.seenAt;
  if (unseen > SLEPT_MS && plannedMinutes === null && known.gapFrom === undefined) {
    return { ...known, seenAt: now, gapFrom: known.seenAt };
  }
  return unseen > NOTE_MS ? { ...known, seenAt: now } : known;
}
