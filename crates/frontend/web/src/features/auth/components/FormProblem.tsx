import type { ReactNode } from 'react';
import { Icon } from '@/ui/Icon';
import auth from './auth.module.css';

/** The form's error message. Always rendered, so that screen readers announce changes. */
export function FormProblem({ children }: { children: ReactNode }) {
  return (
    <div role="alert">
      {children && (
        <p className={auth.problem}>
          <Icon name="alert" />
          <span>{children}</span>
        </p>
      )}
    </div>
  );
}
