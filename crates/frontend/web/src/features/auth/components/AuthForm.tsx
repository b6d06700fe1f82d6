import type { ReactNode } from 'react';
import { Button } from '@/ui/Button';
import { Form } from '@/ui/Form';
import { FormProblem } from './FormProblem';
import auth from './auth.module.css';

interface AuthFormProps {
  /** The server's error. */
  problem: ReactNode;
  /** The label of the submit button. */
  button: string;
  loading: boolean;
  onSubmit: () => Promise<void> | void;
  children: ReactNode;
}

/** A form of the pages without a session. */
export function AuthForm({ problem, button, loading, onSubmit, children }: AuthFormProps) {
  return (
    <Form className={auth.form} onSubmit={onSubmit}>
      {children}
      <FormProblem>{problem}</FormProblem>
      <Button className={auth.submit} variant="primary" type="submit" loading={loading}>
        {button}
      </Button>
    </Form>
  );
}
