import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { TooltipArea } from './TooltipArea';

const shown = () => screen.queryByTestId('tooltip')?.textContent ?? null;

it('shows the text of what is hovered or focused, until Escape', async () => {
  const user = userEvent.setup();
  render(
    <TooltipArea>
      <a href="/one" data-tooltip="The first">
        <span>1</span>
      </a>
      <a href="/two" data-tooltip="The second">
        2
      </a>
      <p>Nothing</p>
    </TooltipArea>,
  );
  expect(shown()).toBeNull();
  await user.hover(screen.getByText('1'));
  expect(shown()).toBe('The first');
  await user.hover(screen.getByText('Nothing'));
  expect(shown()).toBeNull();
  fireEvent.pointerOver(screen.getByText('2'), { pointerType: 'touch' });
  expect(shown()).toBe('The second');
  fireEvent.pointerLeave(screen.getByText('2'), { pointerType: 'touch' });
  fireEvent.pointerDown(screen.getByText('2'), { pointerType: 'touch' });
  expect(shown()).toBe('The second');
  fireEvent.pointerDown(document.body, { pointerType: 'touch' });
  expect(shown()).toBeNull();
  fireEvent.pointerOver(screen.getByText('2'), { pointerType: 'touch' });
  await user.keyboard('{Escape}');
  expect(shown()).toBeNull();
  await user.tab();
  expect(shown()).toBe('The first');
  await user.tab();
  expect(shown()).toBe('The second');
  await user.tab();
  expect(shown()).toBeNull();
});
