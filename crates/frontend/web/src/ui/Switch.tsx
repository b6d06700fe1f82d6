import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';
import text from './text.module.css';
import styles from './Switch.module.css';

interface SwitchProps {
  label: string;
  /** Describes the setting in a sentence or two. */
  children: ReactNode;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

/** A switch that takes effect at once. */
export function Switch({ label, children, on, disabled, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className={styles.root}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={styles.control}
        checked={on}
        disabled={disabled}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <p className={clsx(text.hint, styles.hint)} id={`${id}-hint`}>
        {children}
      </p>
    </div>
  );
}
