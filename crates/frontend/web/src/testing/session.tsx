import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { currentSession, openSession, type Session } from '@/api/session';
import { SessionContext } from '@/api/SessionContext';
import { aUser } from './users';

/** Signs a user in, as after submitting the form. */
export function signIn(user = aUser(), token: string | null = 'token'): Session {
  openSession({ user, token });
  return currentSession();
}

/** Components within a session, as in the app. */
export function InSession({ session, children }: { session: Session; children: ReactNode }) {
  return (
    <SessionContext value={session}>
      <QueryClientProvider client={session.queries}>{children}</QueryClientProvider>
    </SessionContext>
  );
}
