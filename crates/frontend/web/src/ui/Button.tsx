import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon, type IconName } from './Icon';
import styles from './Button.module.css';

/** Disabled without losing the focus, as `disabled` would. */
const RESTING = {
  'aria-disabled': true,
  // A submit button does not submit its form either.
  onClick: (event) => event.preventDefault(),
} satisfies ComponentProps<'button'>;

const VARIANTS = {
  primary: styles.primary,
  plain: undefined,
  quiet: styles.quiet,
  danger: styles.danger,
};

interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof VARIANTS;
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
      className={clsx(styles.root, VARIANTS[variant], rest.className)}
      data-variant={variant}
      aria-busy={loading || undefined}
    >
      {icon && <Icon name={icon} size={18} />}
      {children}
    </button>
  );
}

interface ButtonLinkProps {
  href: string;
  variant?: 'primary' | 'plain';
  children: ReactNode;
}

/** A link to another page that looks like a button. */
export function ButtonLink({ href, variant = 'plain', children }: ButtonLinkProps) {
  return (
    <Link href={href} className={clsx(styles.root, VARIANTS[variant])}>
      {children}
    </Link>
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
      className={clsx(styles.iconButton, rest.className)}
      aria-label={label}
    >
      <Icon name={icon} />
    </button>
  );
}
