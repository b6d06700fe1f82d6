import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { DaySaver, DaySnapshot, LoadedDay } from './DaySaver';
import { leaveSaver, openSaver } from './savers';

/** The saver of the day and its snapshot. The date must not change while mounted. */
export function useDaySaver(
  userId: string,
  date: string,
  loaded: LoadedDay,
): [DaySaver, DaySnapshot] {
  const client = useQueryClient();
  const [saver] = useState(() => openSaver(userId, date, loaded, client));
  useEffect(() => saver.receive(loaded), [saver, loaded]);
  useEffect(() => () => leaveSaver(userId, date, saver), [userId, date, saver]);
  return [saver, useSyncExternalStore(saver.subscribe, saver.snapshot)];
}
