import { use, useEffect, useState, useSyncExternalStore } from 'react';
import { useSession } from '@/api/SessionContext';
import type { DaySaver, DaySnapshot, LoadedDay } from './DaySaver';
import { saversOf } from './savers';

/** The saver of the day and its snapshot. The date must not change while mounted. */
export function useDaySaver(date: string, loaded: LoadedDay): [DaySaver, DaySnapshot] {
  const savers = saversOf(useSession());
  use(savers.drafts.ready);
  const [saver] = useState(() => savers.open(date, loaded));
  useEffect(() => saver.receive(loaded), [saver, loaded]);
  useEffect(() => () => void saver.flush(), [saver]);
  return [saver, useSyncExternalStore(saver.subscribe, saver.snapshot)];
}
