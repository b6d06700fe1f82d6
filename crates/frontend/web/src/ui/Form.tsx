import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';

interface FormProps {
  className: string;
  /** Submits the values, or shows the fields' validation errors. */
  onSubmit: () => void;
  children: ReactNode;
}

/** A form with its own validation messages; the first invalid field gets the focus. */
export function Form({ className, onSubmit, children }: FormProps) {
  return (
    <form
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        // A text that its field can't read has not become a value.
        const inputs = [...form.querySelectorAll('input')];
        const unread = inputs.find((input) => input.validity.customError);
        if (!unread) flushSync(onSubmit);
        (unread ?? form.querySelector<HTMLElement>('[aria-invalid="true"]'))?.focus();
      }}
    >
      {children}
    </form>
  );
}
