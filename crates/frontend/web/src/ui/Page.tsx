import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import styles from './Page.module.css';

/** The content of a page: its heading and cards, one below the other. */
export function Page({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={clsx(styles.root, className)} />;
}
