import { useSyncExternalStore } from 'react';
import { session } from '@/api/session';

export function useSignedIn(): boolean {
  return useSyncExternalStore(session.subscribe, () => session.token() !== null);
}
