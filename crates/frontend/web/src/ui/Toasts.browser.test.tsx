import { act, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { setLanguage } from '@/lib/i18n';
import { showToast } from './toasts';
import { Toasts } from './Toasts';

beforeEach(async () => {
  await setLanguage('en');
  render(
    <main tabIndex={-1}>
      <button>Remove</button>
      <Toasts />
    </main>,
  );
});

const show = (run = vi.fn()) => {
  act(() => showToast('The task is removed.', { label: 'Undo', run }));
  return run;
};
/** Shows another toast, whose timers are faked. */
const replace = () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  act(() => showToast('The day is cleared.'));
};
const wait = () => {
  act(() => {
    vi.advanceTimersByTime(60_000);
  });
  vi.useRealTimers();
};
const remove = () => screen.getByRole('button', { name: 'Remove' });

describe('the focus of a toast', () => {
  it('is given back after its action', async () => {
    await userEvent.click(remove());
    const run = show();
    await userEvent.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Undo' }));
    await userEvent.keyboard('{Enter}');
    expect(run).toHaveBeenCalledOnce();
    expect(screen.queryByText('The task is removed.')).toBeNull();
    expect(document.activeElement).toBe(remove());
  });

  it('stays where the action has put it', async () => {
    show(vi.fn(() => remove().focus()));
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(document.activeElement).toBe(remove());
  });

  it('goes to the toast that replaces it, which waits', async () => {
    await userEvent.click(remove());
    show();
    await userEvent.tab();
    replace();
    expect(document.activeElement).toBe(screen.getByRole('alertdialog'));
    wait();
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(document.activeElement).toBe(remove());
  });

  it('goes to the page when what had it is gone', async () => {
    const gone = document.body.appendChild(document.createElement('button'));
    gone.focus();
    show();
    screen.getByRole('button', { name: 'Undo' }).focus();
    gone.remove();
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });
});

it('a toast waits under a pointer that rests where the one before was', async () => {
  show();
  await userEvent.hover(screen.getByText('The task is removed.'));
  replace();
  wait();
  expect(screen.getByRole('alertdialog', { name: 'The day is cleared.' })).not.toBeNull();
});
