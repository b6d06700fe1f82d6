import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { Navigation } from './Navigation';
import type { NavigationRoute } from './routeTable';

vi.mock('./SignOutButton', () => ({ SignOutButton: () => null }));

beforeEach(() => setLanguage('en'));

const pages = (count: number): NavigationRoute[] =>
  Array.from({ length: count }, (_, index) => ({
    path: `/page-${index}`,
    access: 'signedIn',
    link: { label: 'nav.year', icon: 'year' },
    load: () => Promise.resolve(),
    render: () => null,
  }));

it('has no "More" while all pages have a place in the bar', () => {
  render(<Navigation name="Ada" pages={pages(5)} />);
  expect(screen.getAllByRole('link')).toHaveLength(5);
  expect(screen.queryByRole('button', { name: 'More' })).toBeNull();
});

it('keeps the pages after the fourth behind "More"', async () => {
  render(<Navigation name="Ada" pages={pages(7)} />);
  await userEvent.click(screen.getByRole('button', { name: 'More' }));
  const dialog = screen.getByRole('dialog', { name: 'More' });
  const links = within(dialog).getAllByRole('link');
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['/page-4', '/page-5', '/page-6']);
  const [first] = links;
  if (first) await userEvent.click(first);
  expect(window.location.pathname).toBe('/page-4');
  expect(screen.queryByRole('dialog')).toBeNull();
});
