import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useApi } from '@/api/SessionContext';
import type { User } from '@/api/types';
import { useToday } from '@/features/auth';
import { dayQuery } from '../api/getDay';
import { countOpen } from '../openToday';

function setBadge(count: number): void {
  // Some browsers have none, and some systems refuse them.
  if ('setAppBadge' in navigator) navigator.setAppBadge(count).catch(() => undefined);
}

/** Marks the icon of the installed app with what is open today, as it was loaded last; it asks for nothing. */
export function AppBadge({ user }: { user: User }) {
  const today = useToday(user);
  const { data } = useQuery({ ...dayQuery(useApi(), today), enabled: false });
  const open = data && countOpen(data.day);
  useEffect(() => {
    if (open !== undefined) setBadge(open);
  }, [open]);
  // With the session.
  useEffect(() => () => setBadge(0), []);
  return null;
}
