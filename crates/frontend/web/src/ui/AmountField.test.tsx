import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { AmountField } from './AmountField';

const onChange = vi.fn<(minutes: number | null) => void>();

function Holder({ start }: { start: number | null }) {
  const [value, setValue] = useState(start);
  const set = (minutes: number | null) => {
    onChange(minutes);
    setValue(minutes);
  };
  return (
    <>
      <AmountField aria-label="Time" value={value} onChange={set} />
      <AmountField aria-label="Next" value={null} onChange={vi.fn()} />
      <button onClick={() => set(15)}>Quarter</button>
    </>
  );
}

const field = (name = 'Time') => screen.getByRole<HTMLInputElement>('textbox', { name });
const sentence = () => {
  const id = field().getAttribute('aria-describedby');
  return id === null ? null : document.getElementById(id)?.textContent;
};

beforeEach(async () => {
  onChange.mockReset();
  await setLanguage('en');
});

describe('AmountField', () => {
  it('shows hours and minutes, and is empty without a value', () => {
    const { unmount } = render(<Holder start={90} />);
    expect(field().value).toBe('1:30');
    unmount();
    render(<Holder start={null} />);
    expect(field().value).toBe('');
  });

  it('reads the text once, as a whole, when it is left', async () => {
    const user = userEvent.setup();
    render(<Holder start={null} />);
    await user.type(field(), '1h30');
    expect(onChange).not.toHaveBeenCalled();
    await user.tab();
    expect(onChange.mock.calls).toEqual([[90]]);
    expect(field().value).toBe('1:30');
  });

  it('reads the text on Enter and moves to the next field', async () => {
    const user = userEvent.setup();
    render(<Holder start={null} />);
    await user.type(field(), '1:15{Enter}');
    expect(onChange.mock.calls).toEqual([[75]]);
    expect(document.activeElement).toBe(field('Next'));
  });

  it.each([
    ['1.5', '1.5h'],
    ['1 30', '1h30'],
    ['1:75', '1h30'],
    ['2h-15m', '1h30'],
    ['soon', '1h30'],
    ['1441', '24 hours'],
    ['99999', '24 hours'],
  ])('keeps %j, marked and with a sentence, and reports nothing', async (text, hint) => {
    const user = userEvent.setup();
    render(<Holder start={45} />);
    await user.clear(field());
    await user.type(field(), text);
    expect(field().getAttribute('aria-invalid')).not.toBe('true');
    await user.tab();
    expect(field().value).toBe(text);
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(sentence()).toContain(hint);
    expect(onChange).not.toHaveBeenCalled();
  });

  it('stays in a field that can not be read, until it can', async () => {
    const user = userEvent.setup();
    render(<Holder start={null} />);
    await user.type(field(), '1.5{Enter}');
    expect(document.activeElement).toBe(field());
    expect(sentence()).toContain('1.5h');
    await user.type(field(), 'h');
    expect(sentence()).toBeNull();
    await user.keyboard('{Enter}');
    expect(onChange.mock.calls).toEqual([[90]]);
  });

  it('takes the value back on Escape', async () => {
    const user = userEvent.setup();
    render(<Holder start={45} />);
    await user.clear(field());
    await user.type(field(), 'soon{Escape}');
    expect(field().value).toBe('0:45');
    await user.tab();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('gives way to a value that is set by another control', async () => {
    const user = userEvent.setup();
    render(<Holder start={45} />);
    await user.clear(field());
    await user.type(field(), 'soon');
    await user.click(screen.getByRole('button', { name: 'Quarter' }));
    expect(field().value).toBe('0:15');
    expect(sentence()).toBeNull();
  });

  it('reports null when emptied', async () => {
    const user = userEvent.setup();
    render(<Holder start={45} />);
    await user.clear(field());
    await user.tab();
    expect(onChange.mock.calls).toEqual([[null]]);
  });

  it('reports what is typed when the page goes away, and when the field does', async () => {
    const user = userEvent.setup();
    const { unmount } = render(<Holder start={null} />);
    await user.type(field(), '1h');
    window.dispatchEvent(new Event('pagehide'));
    expect(onChange.mock.calls).toEqual([[60]]);
    // The page came back: the text is still being typed.
    expect(field().value).toBe('1h');
    await user.type(field(), '30');
    unmount();
    expect(onChange.mock.calls).toEqual([[60], [90]]);
  });

  it('does not report an unreadable text when the field goes away', async () => {
    const user = userEvent.setup();
    const { unmount } = render(<Holder start={null} />);
    await user.type(field(), '1h-');
    unmount();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('keeps a text that is being typed while its value changes', async () => {
    const user = userEvent.setup();
    const { rerender } = render(<AmountField aria-label="Time" value={10} onChange={onChange} />);
    await user.clear(field());
    await user.type(field(), '1h');
    rerender(<AmountField aria-label="Time" value={20} onChange={onChange} />);
    expect(field().value).toBe('1h');
  });

  it('opens the number keyboard', () => {
    render(<Holder start={null} />);
    expect(field().inputMode).toBe('numeric');
  });
});
