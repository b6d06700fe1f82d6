import type { Locator, Page } from '@playwright/test';

/** A tab of the team. */
export const tab = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Sections of the team' }).getByRole('link', { name });

/** The row of a member. */
export const member = (page: Page, name: string): Locator =>
  page.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: name });

export const board = (page: Page): Locator => page.getByRole('table', { name: 'Leaderboard' });

/** The row of a member on the leaderboard. */
export const place = (page: Page, name: string): Locator =>
  board(page).getByRole('row').filter({ hasText: name });
