import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { MinutesField } from './MinutesField';

const onChange = vi.fn<(minutes: number | null) => void>();

function Holder({ start }: { start: number | null }) {
  const [value, setValue] = useState(start);
  return (
    <MinutesField
      aria-label="Time"
      value={value}
      onChange={(minutes) => {
        onChange(minutes);
        setValue(minutes);
      }}
    />
  );
}

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Time' });

beforeEach(async () => {
  onChange.mockReset();
  await setLanguage('en');
});

describe('MinutesField', () => {
  it('shows hours and minutes, and is empty without a value', () => {
    const { unmount } = render(<Holder start={90} />);
    expect(field().value).toBe('1:30');
    unmount();
    render(<Holder start={null} />);
    expect(field().value).toBe('');
  });

  it('reports valid values while typing, and formats the text on blur', async () => {
    const user = userEvent.setup();
    render(<Holder start={null} />);
    await user.type(field(), '1h30');
    expect(onChange).toHaveBeenLastCalledWith(90);
    expect(field().value).toBe('1h30');
    await user.tab();
    expect(field().value).toBe('1:30');
  });

  it('marks an invalid text and keeps the last valid value', async () => {
    const user = userEvent.setup();
    render(<Holder start={45} />);
    await user.clear(field());
    await user.type(field(), 'soon');
    expect(field().getAttribute('aria-invalid')).toBe('true');
    await user.tab();
    expect(field().getAttribute('aria-invalid')).toBeNull();
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(onChange).toHaveBeenLastCalledWith(null);
  });

  it('reports null when emptied', async () => {
    const user = userEvent.setup();
    render(<Holder start={45} />);
    await user.clear(field());
    expect(onChange).toHaveBeenLastCalledWith(null);
  });
});
