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

it('marks what is unread, also behind "More"', async () => {
  const marks = { '/page-1': 1, '/page-4': 2, '/page-6': 120 };
  render(<Navigation name="Ada" marks={marks} pages={pages(7)} />);
  expect(screen.getAllByText('1 unread')).toHaveLength(1);
  expect(screen.getAllByText('99+')).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: /^More.*122 unread$/ }));
  const dialog = screen.getByRole('dialog', { name: 'More' });
  const links = within(dialog).getAllByRole('link');
  const shown = links.map((link) => within(link).queryByText(/unread$/)?.textContent);
  expect(shown).toEqual(['2 unread', undefined, '120 unread']);
});
