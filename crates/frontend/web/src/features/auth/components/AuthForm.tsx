import type { ReactNode } from 'react';
import { Button } from '@/ui/Button';
import { Form } from '@/ui/Form';
import { FormProblem } from './FormProblem';

interface AuthFormProps {
  /** Why the server refused what was sent. */
  problem: ReactNode;
  /** What the one button says. */
  button: string;
  busy: boolean;
  onSubmit: () => void;
  children: ReactNode;
}

/** The form of someone who is not signed in. */
export function AuthForm({ problem, button, busy, onSubmit, children }: AuthFormProps) {
  return (
    <Form className="auth-form" onSubmit={onSubmit}>
      {children}
      <FormProblem>{problem}</FormProblem>
      <Button look="primary" type="submit" busy={busy}>
        {button}
      </Button>
    </Form>
  );
}
