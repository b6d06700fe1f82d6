import { render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aroundNavigation, leaving, useUnsavedEdits } from './leaving';

function Form({ unsaved }: { unsaved: boolean }) {
  useUnsavedEdits(unsaved);
  return null;
}

afterEach(() => leaving.answer(false));

function closeTab(): boolean {
  return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

describe('leaving', () => {
  it('does not ask without edits', () => {
    render(<Form unsaved={false} />);
    const leave = vi.fn();
    leaving.ask(leave);
    expect(leave).toHaveBeenCalledOnce();
    expect(leaving.waits()).toBe(false);
    expect(closeTab()).toBe(false);
  });

  it('asks while a form has edits, and no longer', () => {
    const { rerender, unmount } = render(<Form unsaved />);
    const navigate = vi.fn();
    aroundNavigation(navigate, '/year');
    expect(navigate).not.toHaveBeenCalled();
    expect(leaving.waits()).toBe(true);
    expect(closeTab()).toBe(true);
    leaving.answer(false);
    expect(navigate).not.toHaveBeenCalled();

    rerender(<Form unsaved={false} />);
    expect(closeTab()).toBe(false);
    rerender(<Form unsaved />);
    unmount();
    aroundNavigation(navigate, '/year');
    expect(navigate).toHaveBeenCalledOnce();
  });

  it('leaves with the answer', () => {
    render(<Form unsaved />);
    const navigate = vi.fn();
    aroundNavigation(navigate, '/year', { replace: true });
    leaving.answer(true);
    expect(navigate).toHaveBeenCalledWith('/year', expect.objectContaining({ replace: true }));
  });
});
