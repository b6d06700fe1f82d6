import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useSyncExternalStore } from 'react';
import { currentSession, subscribeSession } from '@/api/session';
import { SessionContext } from '@/api/SessionContext';
import { Toasts } from '@/ui/Toasts';
import { ErrorBoundary } from './ErrorBoundary';
import { AppRoutes } from './AppRoutes';

/** Each session gets a tree of its own: no state of a component outlives it. */
export function App() {
  const session = useSyncExternalStore(subscribeSession, currentSession);
  return (
    <ErrorBoundary place="app">
      <SessionContext value={session} key={session.id}>
        <QueryClientProvider client={session.queries}>
          <Suspense fallback={null}>
            <AppRoutes />
          </Suspense>
        </QueryClientProvider>
      </SessionContext>
      <Toasts />
    </ErrorBoundary>
  );
}
