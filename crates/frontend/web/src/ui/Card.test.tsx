import { render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Card } from './Card';

afterEach(() => window.history.replaceState(null, '', '/'));

it.each([
  ['#habits', true],
  ['#sharing', false],
  ['', false],
])('the card that a link with %j names has the focus: %s', (fragment, has) => {
  window.history.replaceState(null, '', `/settings${fragment}`);
  render(
    <Card title="Habits" id="habits">
      none
    </Card>,
  );
  expect(document.activeElement === screen.getByRole('region', { name: 'Habits' })).toBe(has);
});
