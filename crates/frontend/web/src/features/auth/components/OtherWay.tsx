import type { ReactNode } from 'react';
import { Link } from 'wouter';
import auth from './auth.module.css';

interface OtherWayProps {
  question?: string;
  to: string;
  children: ReactNode;
}

/** A link to another page without a session, below the form. */
export function OtherWay({ question, to, children }: OtherWayProps) {
  return (
    <p className={auth.other}>
      {question} <Link to={to}>{children}</Link>
    </p>
  );
}
