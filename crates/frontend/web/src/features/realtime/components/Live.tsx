import { useEffect } from 'react';
import { useSession } from '@/api/SessionContext';
import { startLiveUpdates } from '../liveUpdates';
import { LiveIndicator } from './LiveIndicator';

/** Begins the live updates, and says while there are none. */
export function Live() {
  const session = useSession();
  useEffect(() => startLiveUpdates(session), [session]);
  return <LiveIndicator />;
}
