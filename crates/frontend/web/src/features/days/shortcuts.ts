import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { storage } from '@/lib/storage';

export const SHORTCUTS = ['today', 'previous', 'next', 'task', 'help'] as const;
export type Shortcut = (typeof SHORTCUTS)[number];

export const SHORTCUT_KEYS: Readonly<Record<Shortcut, string>> = {
  today: 't',
  previous: '[',
  next: ']',
  task: 'n',
  help: '?',
};

/** The same keys on a layout with other letters, such as the Russian one, by their place. */
const PLACES: Readonly<Record<string, Shortcut>> = {
  KeyT: 'today',
  BracketLeft: 'previous',
  BracketRight: 'next',
  KeyN: 'task',
};

type Key = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
> & { getModifierState: (key: string) => boolean };

/** The shortcut of a key, if it is one. */
export function shortcutOf(event: Key): Shortcut | null {
  const { key } = event;
  // AltGr, which browsers report as Ctrl and Alt, is how some layouts have the brackets.
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (event.isComposing || (modified && !event.getModifierState('AltGraph'))) return null;
  const named = SHORTCUTS.find((shortcut) => SHORTCUT_KEYS[shortcut] === key);
  if (named) return named;
  const otherLetter = key.length === 1 && key > '\u007f';
  return otherLetter && !event.shiftKey ? (PLACES[event.code] ?? null) : null;
}

/** Whether the element takes characters itself: a field of text, or a list that is searched by them. */
function takesCharacters(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  }
  return target.isContentEditable || target.matches('textarea, select');
}

/** Runs shortcuts outside of fields and dialogs. */
export function useShortcuts(on: boolean, run: (shortcut: Shortcut) => void): void {
  const act = useEffectEvent(run);
  useEffect(() => {
    if (!on) return undefined;
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || takesCharacters(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      const shortcut = shortcutOf(event);
      if (!shortcut) return;
      // The field that it focuses would take the character.
      event.preventDefault();
      act(shortcut);
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [on]);
}

const KEY = 'kpi.shortcuts';
const listeners = new Set<() => void>();

const setting = {
  isOn: (): boolean => storage.get(KEY) !== 'off',
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Turns the shortcuts of this device on or off, as WCAG 2.1.4 asks for those of single characters. */
export function setShortcuts(on: boolean): void {
  if (on) storage.remove(KEY);
  else storage.set(KEY, 'off');
  for (const listener of listeners) listener();
}

export function useShortcutsOn(): boolean {
  return useSyncExternalStore(setting.subscribe, setting.isOn);
}
