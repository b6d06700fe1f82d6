import { useSession } from '@/api/SessionContext';

export function useSignedIn(): boolean {
  return useSession().userId !== null;
}
