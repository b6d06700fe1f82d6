import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { Router } from 'wouter';
import { aroundNavigation } from '@/lib/leaving';
import { Toasts } from '@/ui/Toasts';
import { ErrorBoundary } from './ErrorBoundary';
import { makeQueryClient } from './queryClient';
import { AppRoutes } from './AppRoutes';
import { LeaveDialog } from './LeaveDialog';

export function App() {
  const [client] = useState(makeQueryClient);
  return (
    <ErrorBoundary place="app">
      <QueryClientProvider client={client}>
        <Router aroundNav={aroundNavigation}>
          <Suspense fallback={null}>
            <AppRoutes />
          </Suspense>
          <LeaveDialog />
          <Toasts />
        </Router>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
