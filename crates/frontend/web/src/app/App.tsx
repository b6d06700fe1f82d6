import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useSyncExternalStore } from 'react';
import { Router } from 'wouter';
import { currentSession, subscribeSession } from '@/api/session';
import { SessionContext } from '@/api/SessionContext';
import { aroundNavigation } from '@/lib/leaving';
import { Toasts } from '@/ui/Toasts';
import { ErrorBoundary } from './ErrorBoundary';
import { AppRoutes } from './AppRoutes';
import { LeaveDialog } from './LeaveDialog';

/** Each session gets a tree of its own: no state of a component outlives it. */
export function App() {
  const session = useSyncExternalStore(subscribeSession, currentSession);
  return (
    <ErrorBoundary place="app">
      <Router aroundNav={aroundNavigation}>
        <SessionContext value={session} key={session.id}>
          <QueryClientProvider client={session.queries}>
            <Suspense fallback={null}>
              <AppRoutes />
            </Suspense>
          </QueryClientProvider>
        </SessionContext>
        <LeaveDialog />
      </Router>
      <Toasts />
    </ErrorBoundary>
  );
}
