import { type ReactNode, useId } from 'react';
import './Switch.css';

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
    <div className="switch">
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="switch-control"
        checked={on}
        disabled={disabled}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label className="switch-label" htmlFor={id}>
        {label}
      </label>
      <p className="field-hint" id={`${id}-hint`}>
        {children}
      </p>
    </div>
  );
}
