import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queryKeys } from '@/api/queryKeys';
import type { User } from '@/api/types';
import { logicalDate } from '@/lib/dates';

const CHECK_MS = 60_000;

/**
 * The user's logical date, from the server. A page left open overnight refetches it once the date
 * has changed here; only the change is computed locally, so that a wrong clock of the device does no
 * harm.
 */
export function useToday(user: User): string {
  const client = useQueryClient();
  const { timeZone, dayStartHour, today } = user;
  useEffect(() => {
    const localDate = () => logicalDate(new Date(), timeZone, dayStartHour);
    const atStart = localDate();
    const check = () => {
      if (document.visibilityState === 'visible' && localDate() !== atStart) {
        void client.invalidateQueries({ queryKey: queryKeys.me });
      }
    };
    const timer = setInterval(check, CHECK_MS);
    document.addEventListener('visibilitychange', check);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', check);
    };
  }, [client, timeZone, dayStartHour, today]);
  return today;
}
