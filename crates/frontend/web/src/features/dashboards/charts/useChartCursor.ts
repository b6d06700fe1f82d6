import { least } from 'd3-array';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';

/** What a cursor can be at: a value of the chart with its place in the plot. */
export interface ChartMark {
  x: number;
  y: number;
}

/**
 * The mark of a chart that the pointer, a touch or the arrow keys are at; null for none. Before the keys
 * have moved it stands at the last mark.
 */
export function useChartCursor<M extends ChartMark>(marks: readonly M[]) {
  const [index, setIndex] = useState<number | null>(null);
  // A touch first shows the mark; only the next one on it acts.
  const isNewTouch = useRef(false);
  const end = marks.length - 1;
  const current = Math.min(index ?? end, end);

  const nearest = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const mark = least(marks, (mark) => Math.abs(mark.x - x));
    return mark ? marks.indexOf(mark) : null;
  };
  return {
    cursor: index === null ? null : (marks[current] ?? null),
    /** The mark that the control of the chart stands for. */
    mark: marks[current],
    takeNewTouch: () => {
      const isNew = isNewTouch.current;
      isNewTouch.current = false;
      return isNew;
    },
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        const to = nearest(event);
        isNewTouch.current = event.pointerType === 'touch' && to !== index;
        setIndex(to);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => setIndex(nearest(event)),
      // A lifted finger leaves the mark to be read.
      onPointerLeave: ({ pointerType }: PointerEvent<HTMLElement>) => {
        if (pointerType !== 'touch') setIndex(null);
      },
      onFocus: ({ target }: { target: Element }) => {
        if (target.matches(':focus-visible')) setIndex(current);
      },
      onBlur: () => setIndex(null),
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const to = indexAfterKey(event.key, current, end);
        if (to === null && event.key !== 'Escape') return;
        event.preventDefault();
        setIndex(to);
      },
    },
  };
}

function indexAfterKey(key: string, index: number, end: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, index - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(end, index + 1);
    case 'Home':
      return 0;
    case 'End':
      return end;
    default:
      return null;
  }
}
