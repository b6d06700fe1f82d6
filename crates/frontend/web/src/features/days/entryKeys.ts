import type { KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { focusField, amountInputs } from '@/ui/amountInputs';

export interface EntryActions {
  /** Reads what is typed; false if it can't be read. */
  confirm: () => boolean;
  step: (direction: 1 | -1) => void;
  openQuality: () => void;
}

/**
 * The arrow keys of a habit's field. The fields of habits are a column, so the plain arrows go
 * through it, as in a table of numbers; with Shift they step, with Alt they open what belongs to the
 * field.
 */
export function onEntryKey(event: KeyboardEvent<HTMLInputElement>, actions: EntryActions): void {
  const { key, currentTarget: field } = event;
  if ((key !== 'ArrowDown' && key !== 'ArrowUp') || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const down = key === 'ArrowDown';
  if (event.altKey) {
    if (down && actions.confirm()) actions.openQuality();
  } else if (event.shiftKey) {
    if (!actions.confirm()) return;
    // The new value, which is then selected.
    flushSync(() => actions.step(down ? -1 : 1));
    field.select();
  } else {
    const list = field.closest<HTMLElement>('[data-habits]') ?? document;
    focusField(amountInputs(list), field, down ? 1 : -1);
  }
}
