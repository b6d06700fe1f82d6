import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { showToast } from './toasts';
import { Toasts } from './Toasts';

beforeEach(async () => {
  await setLanguage('en');
  vi.useFakeTimers();
  render(
    <main tabIndex={-1}>
      <button>Remove</button>
      <Toasts />
    </main>,
  );
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

const pass = (seconds: number) => {
  act(() => {
    vi.advanceTimersByTime(seconds * 1000);
  });
};
const show = (run = vi.fn()) => {
  act(() => showToast('The task is removed.', { label: 'Undo', run }));
  return run;
};
const toast = () => screen.queryByText('The task is removed.');
const undo = () => screen.getByRole('button', { name: 'Undo' });

describe('a toast', () => {
  it('goes away by itself', () => {
    show();
    pass(7);
    expect(toast()).not.toBeNull();
    pass(2);
    expect(toast()).toBeNull();
  });

  it('waits while it is hovered', () => {
    show();
    act(() => void fireEvent.pointerEnter(undo().parentElement ?? undo()));
    pass(60);
    expect(toast()).not.toBeNull();
    act(() => void fireEvent.pointerLeave(undo().parentElement ?? undo()));
    pass(9);
    expect(toast()).toBeNull();
  });

  it('waits while it has the focus, and gives it back', () => {
    const remove = screen.getByRole('button', { name: 'Remove' });
    act(() => remove.focus());
    const run = show();
    act(() => undo().focus());
    pass(60);
    expect(toast()).not.toBeNull();
    act(() => undo().click());
    expect(run).toHaveBeenCalledOnce();
    expect(toast()).toBeNull();
    expect(document.activeElement).toBe(remove);
  });

  it('leaves the focus where its action has put it', () => {
    show(vi.fn(() => screen.getByRole('button', { name: 'Remove' }).focus()));
    act(() => undo().focus());
    act(() => undo().click());
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Remove' }));
  });

  it('gives the focus to the page when what had it is gone', () => {
    const gone = document.body.appendChild(document.createElement('button'));
    act(() => gone.focus());
    show();
    act(() => undo().focus());
    gone.remove();
    act(() => undo().click());
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });
});
