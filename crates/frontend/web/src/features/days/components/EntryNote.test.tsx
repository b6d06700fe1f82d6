import { fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import { startI18n } from '@/lib/i18n';
import { EntryNote } from './EntryNote';

beforeAll(startI18n);

it('opens behind a button that shows the note', () => {
  const onChange = vi.fn();
  render(<EntryNote habit="Reading" note="Ulysses" onChange={onChange} />);
  const button = screen.getByRole('button', { name: 'Reading: note' });
  expect(button.textContent).toBe('Ulysses');
  expect(screen.queryByRole('textbox')).toBeNull();
  fireEvent.click(button);
  expect(button.textContent).toBe('Note');
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Reading: note' });
  expect(field.value).toBe('Ulysses');
  fireEvent.change(field, { target: { value: 'Dubliners' } });
  expect(onChange).toHaveBeenLastCalledWith('Dubliners');
  fireEvent.change(field, { target: { value: '' } });
  expect(onChange).toHaveBeenLastCalledWith(null);
});
