import { storage } from '@/lib/storage';
import { ApiProblem, NetworkError } from './problem';
import { reachability } from './reachability';
import { currentSession, Session } from './session';

/**
 * A user who signed out while the server could not be reached. Scripts can't remove the session's
 * cookie, so the server is asked again as soon as it answers.
 */
const KEY = 'kpi.signOut';

/** Ends the session on the server; succeeds without an answer, too. */
export async function signOut({ api, userId, token }: Session): Promise<void> {
  if (userId === null) return;
  if (token === null) storage.set(KEY, userId);
  try {
    await api.POST('/api/auth/logout');
  } catch (error) {
    const isTemporary = error instanceof ApiProblem && error.temporary;
    if (error instanceof NetworkError || isTemporary) return;
  }
  storage.remove(KEY);
}

/** Asks again, if there is anything to ask for. */
export async function resumeSignOut(): Promise<void> {
  const userId = storage.get(KEY);
  if (userId === null || !reachability.reached()) return;
  // Who has signed in again since then stays so.
  if (currentSession().userId === userId) storage.remove(KEY);
  else await signOut(new Session({ userId, token: null }));
}
