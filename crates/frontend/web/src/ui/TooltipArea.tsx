import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { Tooltip, type TooltipPlace } from './Tooltip';
import styles from './TooltipArea.module.css';

interface Shown extends TooltipPlace {
  text: string;
}

/**
 * Shows the `data-tooltip` of the element inside that is hovered, touched or focused: one tooltip for
 * hundreds of elements. Escape hides it, and so does a touch elsewhere.
 */
export function TooltipArea({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const hide = () => setShown(null);
  const isShown = shown !== null;
  useEffect(() => {
    if (!isShown) return undefined;
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') setShown(null);
    };
    const onPointerDown = ({ target }: PointerEvent) => {
      if (target instanceof Node && !area.current?.contains(target)) setShown(null);
    };
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('pointerdown', onPointerDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('pointerdown', onPointerDown);
    };
  }, [isShown]);
  return (
    <div
      ref={area}
      // It only hears of events inside.
      role="presentation"
      className={styles.root}
      onPointerOver={(event) => setShown(tooltipAt(event))}
      // A lifted finger leaves the text to be read.
      onPointerLeave={({ pointerType }) => {
        if (pointerType !== 'touch') hide();
      }}
      onFocus={(event) => {
        if (event.target.matches(':focus-visible')) setShown(tooltipAt(event));
      }}
      onBlur={hide}
    >
      {children}
      {shown && <Tooltip place={shown}>{shown.text}</Tooltip>}
    </div>
  );
}

function tooltipAt({ target, currentTarget }: SyntheticEvent<HTMLDivElement>): Shown | null {
  const described =
    target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null;
  const text = described?.dataset['tooltip'];
  if (!described || text === undefined) return null;
  const area = currentTarget.getBoundingClientRect();
  const box = described.getBoundingClientRect();
  return {
    text,
    x: box.left + box.width / 2 - area.left,
    y: box.top - area.top,
    width: area.width,
  };
}
