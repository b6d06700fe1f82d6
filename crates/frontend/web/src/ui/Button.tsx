import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import './Button.css';

/** Disabled without losing the focus, as `disabled` would. */
const RESTING = {
  'aria-disabled': true,
  // A submit button does not submit its form either.
  onClick: (event) => event.preventDefault(),
} satisfies ComponentProps<'button'>;

interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: IconName;
  /** Marks the button as busy and ignores presses. */
  loading?: boolean;
  /** There is nothing to do. The button may have just been pressed, so it keeps the focus. */
  resting?: boolean;
}

export function Button({
  variant = 'plain',
  icon,
  loading = false,
  resting = false,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...((loading || resting) && RESTING)}
      className={`button button-${variant} ${rest.className ?? ''}`}
      aria-busy={loading || undefined}
    >
      {icon && <Icon name={icon} size={18} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName;
  label: string;
  /** The end of the range is reached. The button may have just been pressed, so it keeps the focus. */
  atEnd?: boolean;
  children?: ReactNode;
}

/** A button with an icon only; the label is its accessible name and its tooltip. */
export function IconButton({ icon, label, atEnd = false, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      {...(atEnd && RESTING)}
      className={`icon-button ${rest.className ?? ''}`}
      aria-label={label}
    >
      <Icon name={icon} />
    </button>
  );
}
