import type { ReactNode } from 'react';
import { Icon } from '@/ui/Icon';

/** Where a form says why it was refused; there from the start, so that it is read out. */
export function FormProblem({ children }: { children: ReactNode }) {
  return (
    <div role="alert">
      {children && (
        <p className="auth-problem">
          <Icon name="alert" />
          <span>{children}</span>
        </p>
      )}
    </div>
  );
}
