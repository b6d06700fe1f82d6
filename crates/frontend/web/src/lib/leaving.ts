import { useLayoutEffect } from 'react';

/** Leaving a page with unsaved edits: asks first, for links, for back and forward, and for closing. */
const edited = new Set<symbol>();
const listeners = new Set<() => void>();
let waiting: (() => void) | null = null;

function wait(leave: (() => void) | null): void {
  waiting = leave;
  for (const listener of listeners) listener();
}

export const leaving = {
  /** Leaves at once, or after the answer if there are unsaved edits. */
  ask: (leave: () => void): void => {
    if (edited.size === 0) leave();
    else wait(leave);
  },
  /** Whether an answer is waited for. */
  waits: (): boolean => waiting !== null,
  answer: (leave: boolean): void => {
    const go = waiting;
    wait(null);
    if (!leave) return;
    edited.clear();
    go?.();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Notes whether a form has unsaved edits, for as long as it is shown. */
export function useUnsavedEdits(unsaved: boolean): void {
  useLayoutEffect(() => {
    if (!unsaved) return undefined;
    const form = Symbol();
    edited.add(form);
    window.addEventListener('beforeunload', warn);
    return () => {
      edited.delete(form);
      window.removeEventListener('beforeunload', warn);
    };
  }, [unsaved]);
}

/** The position of an entry in the tab's history, which `numbered` keeps in its state. */
function positionOf(state: unknown): number {
  if (typeof state !== 'object' || state === null || !('position' in state)) return 0;
  return typeof state.position === 'number' ? state.position : 0;
}

let position = positionOf(history.state);
let path = window.location.pathname;
let goingBack = false;

/** Asks before a navigation of the router, and numbers its entries of the history. */
export function aroundNavigation<Options extends { replace?: boolean; state?: unknown }>(
  navigate: (to: string, options?: Options) => void,
  to: string,
  options?: Options,
): void {
  leaving.ask(() => {
    if (!options?.replace) position += 1;
    navigate(to, { ...options, state: { position } } as Options);
    path = window.location.pathname;
  });
}

// Before the router's listener: the browser has already moved, so it is moved back until the answer.
window.addEventListener(
  'popstate',
  (event) => {
    if (goingBack) {
      goingBack = false;
      event.stopImmediatePropagation();
      return;
    }
    // A link inside of the page.
    if (window.location.pathname === path) return;
    const steps = positionOf(event.state) - position;
    if (edited.size > 0 && steps !== 0) {
      event.stopImmediatePropagation();
      goingBack = true;
      history.go(-steps);
      wait(() => history.go(steps));
      return;
    }
    position += steps;
    path = window.location.pathname;
  },
  { capture: true },
);
