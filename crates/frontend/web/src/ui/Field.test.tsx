import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { TextField } from './Field';

it('does not repeat in the hint what the error says', () => {
  const hint = 'Use at least 8 characters. All sessions end.';
  const { rerender } = render(<TextField label="Password" hint={hint} />);
  expect(screen.getByText(hint)).toBeTruthy();
  rerender(<TextField label="Password" hint={hint} error="Use at least 8 characters." />);
  expect(screen.getByText('All sessions end.')).toBeTruthy();
  rerender(<TextField label="Password" hint="The same." error="The same." />);
  expect(screen.getAllByText('The same.')).toHaveLength(1);
});
