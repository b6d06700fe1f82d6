import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';

interface FormProps {
  className: string;
  /** Sends what is entered, or has the fields say what is wrong with it. */
  onSubmit: () => void;
  children: ReactNode;
}

/** A form whose fields say in our own words what is wrong; the first that does gets the focus. */
export function Form({ className, onSubmit, children }: FormProps) {
  return (
    <form
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        flushSync(onSubmit);
        event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      }}
    >
      {children}
    </form>
  );
}
