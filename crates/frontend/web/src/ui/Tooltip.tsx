import type { CSSProperties, ReactNode } from 'react';
import styles from './Tooltip.module.css';

/** A point in an element, in pixels, and the width of that element. */
export interface TooltipPlace {
  x: number;
  y: number;
  width: number;
}

interface TooltipProps {
  place: TooltipPlace;
  children: ReactNode;
}

/**
 * A bubble above a point of its positioned parent, within the parent's sides. Its text is also the
 * accessible name of what it describes. It lets the pointer through, to what it covers.
 */
export function Tooltip({ place: { x, y, width }, children }: TooltipProps) {
  const style = {
    '--x': `${x}px`,
    '--y': `${y}px`,
    '--along': width > 0 ? Math.min(1, Math.max(0, x / width)) : 0,
  } as CSSProperties;
  return (
    <span className={styles.root} style={style} aria-hidden="true" data-testid="tooltip">
      {children}
    </span>
  );
}
