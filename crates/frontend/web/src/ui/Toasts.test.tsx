import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { clearToasts, showToast } from './toasts';
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

  it('without an action goes sooner', () => {
    act(() => showToast('The day is cleared.'));
    pass(3);
    expect(screen.queryByText('The day is cleared.')).not.toBeNull();
    pass(2);
    expect(screen.queryByText('The day is cleared.')).toBeNull();
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

  it('is announced', () => {
    show();
    expect(screen.getByRole('alert').textContent).toBe('The task is removed.');
    expect(screen.getByRole('alertdialog', { name: 'The task is removed.' })).not.toBeNull();
  });

  it('replaces the previous one for good', () => {
    act(() => showToast('The day is cleared.'));
    pass(3);
    show();
    expect(screen.queryByText('The day is cleared.')).toBeNull();
    pass(5);
    expect(toast()).not.toBeNull();
    act(() => screen.getByRole('button', { name: 'Close' }).click());
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('goes with its action when it is cleared', () => {
    show();
    act(clearToasts);
    expect(toast()).toBeNull();
  });
});
