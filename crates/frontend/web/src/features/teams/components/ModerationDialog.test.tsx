import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { ModerationDialog } from './ModerationDialog';

beforeEach(() => setLanguage('en'));

it('tells when the reason nears or passes its end', async () => {
  const send = vi.fn(() => Promise.resolve());
  render(
    <ModerationDialog kind="warn" name="Bob" send={send} onDone={vi.fn()} onClose={vi.fn()} />,
  );
  const reason = screen.getByLabelText<HTMLInputElement>('Reason');
  expect(screen.queryByText(/characters left/)).toBeNull();
  await userEvent.click(reason);
  await userEvent.paste('a'.repeat(490));
  expect(screen.getByText(/^The member reads it.*10 characters left\.$/)).toBeTruthy();
  await userEvent.paste('a'.repeat(12));
  expect(screen.getByText('2 characters too many.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Warn' }));
  expect(send).not.toHaveBeenCalled();
});
