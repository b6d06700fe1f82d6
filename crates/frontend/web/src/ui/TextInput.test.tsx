import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { TextInput } from './TextInput';

function Holder() {
  const [text, setText] = useState('');
  return <TextInput aria-label="Title" value={text} onText={setText} />;
}

it('takes a pasted cell of a table in as one line', async () => {
  const user = userEvent.setup();
  render(<Holder />);
  const field = screen.getByLabelText<HTMLInputElement>('Title');
  await user.click(field);
  await user.paste('Plan\t30\u000b\0min');
  expect(field.value).toBe('Plan 30 min');
});
