import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { Toasts } from '@/ui/Toasts';
import { ErrorBoundary } from './ErrorBoundary';
import { makeQueryClient } from './queryClient';
import { AppRoutes } from './AppRoutes';

export function App() {
  const [client] = useState(makeQueryClient);
  return (
    <ErrorBoundary place="app">
      <QueryClientProvider client={client}>
        <Suspense fallback={null}>
          <AppRoutes />
        </Suspense>
        <Toasts />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
