import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Button } from './Button';
import { Form } from './Form';

it('keeps the focus while it is loading, and is not pressed again', async () => {
  const press = vi.fn();
  const show = (loading: boolean) => (
    <Button loading={loading} onClick={press}>
      Send
    </Button>
  );
  const { rerender } = render(show(false));
  const button = screen.getByRole('button', { name: 'Send' });
  await userEvent.click(button);
  rerender(show(true));
  expect(document.activeElement).toBe(button);
  await userEvent.keyboard('{Enter}');
  await userEvent.click(button);
  expect(press).toHaveBeenCalledOnce();
});

it('does not send its form again while it is loading', async () => {
  const send = vi.fn();
  const show = (loading: boolean) => (
    <Form className="sheet" onSubmit={send}>
      <input aria-label="Name" />
      <Button type="submit" loading={loading}>
        Send
      </Button>
    </Form>
  );
  const { rerender } = render(show(false));
  await userEvent.type(screen.getByLabelText('Name'), 'Ada{Enter}');
  rerender(show(true));
  await userEvent.type(screen.getByLabelText('Name'), '{Enter}');
  await userEvent.click(screen.getByRole('button'));
  expect(send).toHaveBeenCalledOnce();
});
