import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import './Button.css';

/** Can't be pressed just now, and yet keeps the focus, which a disabled button would lose. */
const RESTING = {
  'aria-disabled': true,
  // A button that would send a form does not, either.
  onClick: (event) => event.preventDefault(),
} satisfies ComponentProps<'button'>;

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: IconName;
  /** While something is under way the button says so and can't be pressed again. */
  busy?: boolean;
}

export function Button({ look = 'plain', icon, busy = false, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...(busy && RESTING)}
      className={`button button-${look} ${rest.className ?? ''}`}
      aria-busy={busy || undefined}
    >
      {icon && <Icon name={icon} size={18} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName;
  label: string;
  /** There is nothing further this way; a press may have led here, so it keeps the focus. */
  atEnd?: boolean;
  children?: ReactNode;
}

/** A square button that shows only its icon; the label is its name and its tooltip. */
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
