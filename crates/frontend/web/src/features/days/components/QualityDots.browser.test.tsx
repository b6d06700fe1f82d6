import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { setLanguage } from '@/lib/i18n';
import { QualityDots } from './QualityDots';

beforeEach(() => setLanguage('en'));

describe('QualityDots', () => {
  it('is a group of five named radio buttons', () => {
    render(<QualityDots habit="Reading" value={3} onChange={vi.fn()} onDone={vi.fn()} />);
    expect(screen.getByRole('group', { name: 'Reading: quality' })).toBeTruthy();
    const dots = screen.getAllByRole<HTMLInputElement>('radio');
    expect(dots.map((dot) => dot.checked)).toEqual([false, false, true, false, false]);
  });

  it('sets a quality with a press and clears it with another', async () => {
    const onChange = vi.fn();
    const shown = (value: number | null) => (
      <QualityDots habit="Reading" value={value} onChange={onChange} onDone={vi.fn()} />
    );
    const { rerender } = render(shown(null));
    await userEvent.click(screen.getByRole('radio', { name: '4 of 5' }));
    expect(onChange).toHaveBeenLastCalledWith(4);
    rerender(shown(4));
    await userEvent.click(screen.getByRole('radio', { name: '4 of 5' }));
    expect(onChange).toHaveBeenLastCalledWith(null);
  });

  it('is cleared by keyboard too', async () => {
    const onChange = vi.fn();
    render(<QualityDots habit="Reading" value={4} onChange={onChange} onDone={vi.fn()} />);
    expect(document.activeElement).toBe(screen.getByRole('radio', { name: '4 of 5' }));
    await userEvent.keyboard('{Delete}');
    expect(onChange).toHaveBeenLastCalledWith(null);
  });

  it('is set by a digit, and left forwards or back', async () => {
    const onChange = vi.fn();
    const onDone = vi.fn();
    render(<QualityDots habit="Reading" value={null} onChange={onChange} onDone={onDone} />);
    expect(document.activeElement).toBe(screen.getByRole('radio', { name: '1 of 5' }));
    await userEvent.keyboard('5');
    expect(onChange.mock.calls).toEqual([[5]]);
    await userEvent.keyboard('6');
    expect(onChange).toHaveBeenCalledTimes(1);
    await userEvent.keyboard('{Enter}');
    await userEvent.keyboard('{Escape}');
    expect(onDone.mock.calls).toEqual([['next'], ['back']]);
  });
});
