import { type ReactNode, useEffect, useRef, useState } from 'react';

interface FormProps {
  className: string;
  /** Submits the values, or shows the fields' errors; resolves when it is done. */
  onSubmit: () => Promise<void> | void;
  children: ReactNode;
}

/** A form with its own validation messages; the first invalid field gets the focus. */
export function Form({ className, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [submits, setSubmits] = useState(0);
  useEffect(() => {
    if (submits > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [submits]);
  return (
    <form
      ref={form}
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // A text that its field can't read has not become a value.
        const inputs = [...event.currentTarget.querySelectorAll('input')];
        const unread = inputs.find((input) => input.validity.customError);
        if (unread) unread.focus();
        else void Promise.resolve(onSubmit()).then(() => setSubmits((count) => count + 1));
      }}
    >
      {children}
    </form>
  );
}
