import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { meQuery } from '@/api/meQuery';
import { useApi } from '@/api/SessionContext';
import type { User } from '@/api/types';
import { addDays, daysBetween, logicalDate } from '@/lib/dates';
import { useMe } from './api/getMe';

const CHECK_MS = 60_000;

/**
 * The user's logical date, from the server. A page left open overnight refetches it once the date
 * has changed here; only the change since the server's answer is computed locally, so that a wrong
 * clock of the device does no harm, and that a day begins without a network, too.
 */
export function useToday(user: User): string {
  const api = useApi();
  const client = useQueryClient();
  const { timeZone, dayStartHour, today } = user;
  const { dataUpdatedAt } = useMe();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const localDate = () => logicalDate(new Date(), timeZone, dayStartHour);
    const atStart = localDate();
    const check = () => {
      if (document.visibilityState === 'visible' && localDate() !== atStart) {
        setNow(Date.now());
        void client.invalidateQueries(meQuery(api));
      }
    };
    const timer = setInterval(check, CHECK_MS);
    document.addEventListener('visibilitychange', check);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', check);
    };
  }, [api, client, timeZone, dayStartHour, today]);
  const dateAt = (instant: number) => logicalDate(new Date(instant), timeZone, dayStartHour);
  return addDays(today, Math.max(0, daysBetween(dateAt(dataUpdatedAt), dateAt(now))));
}
