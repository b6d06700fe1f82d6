import { renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { setShortcuts, shortcutOf, useShortcuts, useShortcutsOn } from './shortcuts';

/** A key, of which happy-dom would take Alt for AltGr. */
function press(key: string, given: KeyboardEventInit = {}, modifier?: string): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...given });
  event.getModifierState = (name) => name === modifier;
  return event;
}

/** On a Windows keyboard AltGr is reported as Ctrl and Alt. */
function withAltGr(key: string, code: string): KeyboardEvent {
  return press(key, { code, ctrlKey: true, altKey: true }, 'AltGraph');
}

afterEach(() => {
  document.body.replaceChildren();
  setShortcuts(true);
});

describe('a shortcut', () => {
  it.each([
    ['t', 'today'],
    ['[', 'previous'],
    [']', 'next'],
    ['n', 'task'],
    ['?', 'help'],
  ])('is %s', (key, shortcut) => {
    expect(shortcutOf(press(key))).toBe(shortcut);
  });

  it.each([
    ['е', 'KeyT', 'today'],
    ['х', 'BracketLeft', 'previous'],
    ['ъ', 'BracketRight', 'next'],
    ['т', 'KeyN', 'task'],
    ['ü', 'BracketLeft', 'previous'],
  ])('of another layout is %s by its place', (key, code, shortcut) => {
    expect(shortcutOf(press(key, { code }))).toBe(shortcut);
  });

  it('goes by the letter where the layout has it elsewhere', () => {
    expect(shortcutOf(press('l', { code: 'KeyN' }))).toBeNull();
    expect(shortcutOf(withAltGr('[', 'Digit8'))).toBe('previous');
  });

  it.each([
    press('t', { ctrlKey: true }),
    press('n', { metaKey: true }),
    press('[', { altKey: true }),
    press('n', { isComposing: true }),
    press('x'),
    press('Tab'),
  ])('is none with another modifier, in a composition, or by another key', (event) => {
    expect(shortcutOf(event)).toBeNull();
  });
});

describe('the shortcuts of a page', () => {
  const on = (html: string) => {
    document.body.innerHTML = html;
    return document.body.querySelector<HTMLElement>('#target') ?? document.body;
  };
  const ran = (target: HTMLElement, enabled = true) => {
    const run = vi.fn();
    const { unmount } = renderHook(() => useShortcuts(enabled, run));
    const event = press('n');
    target.dispatchEvent(event);
    unmount();
    return { calls: run.mock.calls.flat(), prevented: event.defaultPrevented };
  };

  it.each([
    '<button id="target">a</button>',
    '<input id="target" type="radio">',
    '<input id="target" type="checkbox">',
  ])('work on %s, and the character goes nowhere else', (html) => {
    expect(ran(on(html))).toEqual({ calls: ['task'], prevented: true });
  });

  it.each([
    '<input id="target">',
    '<input id="target" type="date">',
    '<textarea id="target"></textarea>',
    '<select id="target"></select>',
    '<dialog open></dialog><button id="target">a</button>',
  ])('leave the character to %s', (html) => {
    expect(ran(on(html))).toEqual({ calls: [], prevented: false });
  });

  it('can be turned off, which is kept', () => {
    const { result, rerender } = renderHook(() => useShortcutsOn());
    expect(result.current).toBe(true);
    setShortcuts(false);
    rerender();
    expect(result.current).toBe(false);
    expect(localStorage.getItem('kpi.shortcuts')).toBe('off');
    expect(ran(on('<button id="target">a</button>'), false).calls).toEqual([]);
  });
});
