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
});
