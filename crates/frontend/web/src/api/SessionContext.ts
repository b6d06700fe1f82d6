import { createContext, use } from 'react';
import type { Api } from './client';
import { Session } from './session';

/** Outside of the app, as in tests of single components, there is nobody's session. */
export const SessionContext = createContext(new Session(null));

/** The session that the component belongs to; it stays the same as long as the component is mounted. */
export function useSession(): Session {
  return use(SessionContext);
}

export function useApi(): Api {
  return useSession().api;
}
