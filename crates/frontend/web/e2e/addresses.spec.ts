import { expect, test } from '@playwright/test';
import { signUp } from './account';

test('an address without a page says so', async ({ page }) => {
  await signUp(page);
  for (const path of [
    '/year/1999',
    '/year/2201',
    '/year/abc',
    '/month/2026/0',
    '/month/2026/13',
    '/month/1999/12',
    '/day/2026-02-30',
    '/day/1999-12-31',
    '/day/2201-01-01',
    '/day/foo',
    '/nowhere',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
    await expect(page).toHaveTitle(/^Page not found/);
  }
});
