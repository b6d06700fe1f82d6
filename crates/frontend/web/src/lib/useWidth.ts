import { type RefObject, startTransition, useEffect, useRef, useState } from 'react';

/**
 * The current width of an element in CSS pixels; 0 before the first layout. The observer is called after
 * a layout, so nothing forces one.
 */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => startTransition(() => setWidth(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
