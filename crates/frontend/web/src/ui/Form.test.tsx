import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { Field, TextField } from './Field';
import { Form } from './Form';
import { AmountField } from './AmountField';

beforeEach(() => setLanguage('en'));

/** A form that reports its empty fields after a submit. */
function Sheet({ name, minutes }: { name: string; minutes: number | null }) {
  const [submitted, setSubmitted] = useState(false);
  const errorIf = (empty: boolean) => (submitted && empty ? 'Fill this in.' : undefined);
  return (
    <Form className="sheet" onSubmit={() => setSubmitted(true)}>
      <TextField label="Name" defaultValue={name} error={errorIf(name === '')} />
      <Field label="Target" error={errorIf(minutes === null)}>
        {(wiring) => <AmountField {...wiring} value={minutes} onChange={vi.fn()} />}
      </Field>
      <button type="submit">Save</button>
    </Form>
  );
}

it.each([
  ['Name', '', null],
  ['Target', 'Reading', null],
])('leads to %s, the first field that has something wrong', async (field, name, minutes) => {
  render(<Sheet name={name} minutes={minutes} />);
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(field)));
});

it('keeps the focus when the form is valid', async () => {
  render(<Sheet name="Reading" minutes={30} />);
  const button = screen.getByRole('button', { name: 'Save' });
  await userEvent.click(button);
  expect(document.activeElement).toBe(button);
});

it('is not submitted with a text that its field can not read', async () => {
  const onSubmit = vi.fn();
  const onChange = vi.fn();
  render(
    <Form className="sheet" onSubmit={onSubmit}>
      <AmountField aria-label="Target" value={30} onChange={onChange} />
      <button type="submit">Save</button>
    </Form>,
  );
  const field = screen.getByLabelText('Target');
  await userEvent.clear(field);
  await userEvent.type(field, '1.5');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(document.activeElement).toBe(field);
  await userEvent.keyboard('{Enter}');
  expect(onSubmit).not.toHaveBeenCalled();

  await userEvent.type(field, 'h{Enter}');
  expect(onChange.mock.calls).toEqual([[90]]);
  expect(onSubmit).toHaveBeenCalledTimes(1);
});
