import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { Tabs } from './Tabs';

const NAMES = ['Рейтинг', 'Цели', 'Активность', 'Участники', 'Аналитика', 'Модерация', 'Настройки'];

const tabs = (current: string) => (
  <Tabs
    label="Разделы"
    current={current}
    tabs={NAMES.map((name) => ({ name, label: name, href: `/${name}` }))}
  />
);

const tab = (name: string) => screen.getByRole('link', { name });

/** Whether the whole tab is within the window. */
function isInSight(name: string): boolean {
  const { left, right } = tab(name).getBoundingClientRect();
  return left >= 0 && right <= document.documentElement.clientWidth;
}

it('keeps seven tabs in one line, which scrolls to the current one without the page', () => {
  const { rerender } = render(tabs('Настройки'));
  const tops = NAMES.map((name) => tab(name).getBoundingClientRect().top);
  expect(new Set(tops).size).toBe(1);
  expect(document.documentElement.scrollWidth).toBe(document.documentElement.clientWidth);
  expect(isInSight('Настройки')).toBe(true);
  expect(isInSight('Рейтинг')).toBe(false);
  rerender(tabs('Рейтинг'));
  expect(isInSight('Рейтинг')).toBe(true);
  for (const name of NAMES) {
    expect(tab(name).getBoundingClientRect().height).toBeGreaterThanOrEqual(40);
  }
});

it('shows a tab that the keyboard reaches', async () => {
  render(tabs('Рейтинг'));
  for (const name of NAMES) {
    await userEvent.tab();
    expect(document.activeElement).toBe(tab(name));
    expect(isInSight(name)).toBe(true);
  }
});
