import { expect, test } from '@playwright/test';
import { enterTime, expectSaved, signUp } from './account';
import { violations } from './axe';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, bypassCSP: true, reducedMotion: 'reduce' });

    test('the pages without a session', async ({ page }) => {
      for (const path of [
        '/sign-in',
        '/sign-up',
        '/forgot-password',
        '/reset-password',
        '/reset-password?token=some',
        '/verify-email?token=some',
      ]) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await violations(page), path).toEqual([]);
      }
    });

    test('the settings of an administrator', async ({ page }) => {
      await page.route('**/api/auth/me', async (route) => {
        const response = await route.fetch();
        const user = (await response.json()) as object;
        await route.fulfill({ response, json: { ...user, role: 'admin' } });
      });
      const failure = { kind: 'deferred', detail: '451' };
      const lastAttempt = { at: '2026-11-24T09:40:00Z', failure };
      await page.route('**/api/email/status', (route) =>
        route.fulfill({ json: { transport: 'smtp', queued: 0, failed: 1, lastAttempt } }),
      );
      await signUp(page);
      await page.goto('/settings');
      await expect(page.getByText('the mail server asked to try again later')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('today while days are recalculated', async ({ page }) => {
      await page.route('**/api/kpi/recompute', (route) =>
        route.fulfill({ json: { from: '2017-08-09', doneDays: 120, totalDays: 3400 } }),
      );
      await signUp(page);
      await expect(page.getByRole('progressbar')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('today, the year, the settings and their dialogs', async ({ page }) => {
      await signUp(page);
      expect(await violations(page), 'the first run').toEqual([]);

      await enterTime(page, 'Reading: minutes', '30');
      await page.getByRole('button', { name: 'Add a task' }).first().click();
      await page.getByLabel('Task 1: title').fill('Water the plants');
      await expectSaved(page);
      expect(await violations(page), 'today').toEqual([]);
      await page.getByRole('button', { name: 'Show as table' }).click();
      await page.getByRole('button', { name: 'Mark an exception' }).click();
      expect(await violations(page), 'today with its table and form').toEqual([]);

      await page.getByRole('link', { name: 'Year' }).click();
      await expect(page.getByText('Time by habit')).toBeVisible();
      expect(await violations(page), 'the year').toEqual([]);
      await page.goto('/year/2020');
      await expect(page.getByText('Nothing is recorded in 2020 yet')).toBeVisible();
      expect(await violations(page), 'an empty year').toEqual([]);

      await page.goto('/settings');
      await expect(page.getByRole('heading', { name: 'Sleep' })).toBeVisible();
      expect(await violations(page), 'the settings').toEqual([]);
      await page.getByRole('button', { name: 'Add a habit' }).click();
      expect(await violations(page), 'the habit form').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Delete account' }).click();
      expect(await violations(page), 'deleting the account').toEqual([]);

      await page.goto('/no-such-page');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await violations(page), 'no such page').toEqual([]);
    });
  });
}
