import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApi } from '@/api/SessionContext';
import { currentFocusQuery } from './api/currentFocus';

const SECOND_MS = 1_000;
/** Timers come later than that only after a sleep, in the background, or when the clock was set. */
const GAP_MS = 10_000;

/**
 * The server's time, each second while `running`. It follows from the device's clock and its offset, so
 * nothing is counted: after a sleep it is right at once. The offset is asked for again then.
 */
export function useServerTime(offset: number, running: boolean): number {
  const api = useApi();
  const client = useQueryClient();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    let last = Date.now();
    const tick = () => {
      const next = Date.now();
      if (next - last > GAP_MS || next < last) {
        void client.invalidateQueries({ queryKey: currentFocusQuery(api).queryKey });
      }
      last = next;
      setNow(next);
    };
    tick();
    const timer = setInterval(tick, SECOND_MS);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [api, client, running]);
  return now + offset;
}
