import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';
import text from './text.module.css';
import styles from './Switch.module.css';

interface SwitchProps {
  label: string;
  /** Describes the setting in a sentence or two, unless its label says all. */
  children?: ReactNode;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

/** A switch that takes effect at once. */
export function Switch({ label, children, on, disabled, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className={styles.root}>
      <label className={styles.label}>
        <input
          type="checkbox"
          role="switch"
          className={styles.control}
          checked={on}
          disabled={disabled}
          aria-describedby={children ? id : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {label}
      </label>
      {children && (
        <p className={clsx(text.hint, styles.hint)} id={id}>
          {children}
        </p>
      )}
    </div>
  );
}
