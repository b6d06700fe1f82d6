import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import { dayAfterKey } from './calendar';

/**
 * A calendar of links to days that is a single tab stop, at first `start`: the arrow keys move from
 * `first` to `last`.
 */
export function useCalendarKeys(first: string, last: string, start = last) {
  const [, navigate] = useLocation();
  const frame = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(start);

  const onKeyDown = (event: KeyboardEvent<HTMLAnchorElement>) => {
    const target = dayAfterKey(current, event.key, first, last);
    if (target === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // The day may be in a month that is not rendered yet.
    flushSync(() => setCurrent(target));
    frame.current?.querySelector<HTMLElement>(`[data-date="${target}"]`)?.focus();
  };
  const onOpen = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(event.currentTarget.pathname);
  };
  return { frame, current, setCurrent, cellHandlers: { onOpen, onKeyDown } };
}
