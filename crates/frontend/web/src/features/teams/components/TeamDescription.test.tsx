import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { TeamDescription } from './TeamDescription';

beforeEach(() => setLanguage('en'));

it.each(['word '.repeat(40), 'a\nb\nc\nd'])('folds a long one: %j', async (description) => {
  render(<TeamDescription description={description} />);
  await userEvent.click(screen.getByRole('button', { name: 'Show all', expanded: false }));
  await userEvent.click(screen.getByRole('button', { name: 'Show less', expanded: true }));
  screen.getByRole('button', { name: 'Show all', expanded: false });
});

it.each(['Those of the harbour', 'a\nb\nc'])('shows a short one: %j', (description) => {
  render(<TeamDescription description={description} />);
  expect(screen.queryByRole('button')).toBeNull();
});
