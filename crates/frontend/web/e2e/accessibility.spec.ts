import { expect, test } from '@playwright/test';
import { call, enterTime, expectSaved, newAccount, signIn, signUp, trySignIn } from './account';
import { violations } from './axe';
import { openPage } from './openPage';
import { DESKTOP, PHONE } from './screens';
import { makeAdmin } from './services';

for (const [name, colorScheme, screen] of [
  ['a light desktop', 'light', DESKTOP],
  ['a dark desktop', 'dark', DESKTOP],
  ['a light phone', 'light', PHONE],
  ['a dark phone', 'dark', PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({
      ...screen,
      colorScheme,
      bypassCSP: true,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });

    test('the pages without a session', async ({ page }) => {
      for (const path of [
        '/sign-in',
        '/sign-up',
        '/forgot-password',
        '/reset-password',
        '/reset-password?token=some',
        '/verify-email',
        '/verify-email?token=some',
        '/invitation',
        '/invitation?token=some',
      ]) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await violations(page), path).toEqual([]);
      }
      await page.goto('/sign-in');
      await trySignIn(page, newAccount());
      await expect(page.getByText('The address or the password is wrong.')).toBeVisible();
      expect(await violations(page), 'a rejected sign-in').toEqual([]);
      await page.goto('/sign-up');
      await page.getByRole('button', { name: 'Sign up' }).click();
      expect(await violations(page), 'an incomplete sign-up').toEqual([]);
    });

    test('the settings and the administration', async ({ page }) => {
      const failure = { kind: 'deferred', detail: '451' };
      const lastAttempt = { at: '2026-11-24T09:40:00Z', failure };
      await page.route('**/api/email/status', (route) =>
        route.fulfill({ json: { transport: 'smtp', queued: 0, failed: 1, lastAttempt } }),
      );
      await page.goto('/sign-in');
      await signIn(page, makeAdmin());
      await openPage(page, 'Settings');
      const administration = page.getByRole('link', { name: 'Open the administration' });
      await expect(administration).toBeVisible();
      expect(await violations(page), 'the settings').toEqual([]);
      await administration.click();
      await expect(page.getByText('the mail server asked to try again later')).toBeVisible();
      await expect(page.getByText('All is well')).toBeVisible();
      expect(await violations(page), 'the administration').toEqual([]);
    });

    test('today while days are recalculated', async ({ page }) => {
      await page.route('**/api/kpi/recompute', (route) =>
        route.fulfill({ json: { from: '2017-08-09', doneDays: 120, totalDays: 3400 } }),
      );
      await signUp(page);
      await expect(page.getByRole('progressbar')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('teams and a team', async ({ page }) => {
      await signUp(page);
      const team = { name: 'Harbour crew', description: 'We row.' };
      const { id } = (await call(page, 'POST', '/api/teams', team)) as { id: string };
      const { id: oneself } = (await call(page, 'GET', '/api/auth/me')) as { id: string };
      const { date } = (await call(page, 'GET', '/api/days/today')) as { date: string };
      const goal = {
        title: 'Row',
        target: 10,
        unit: 'km',
        from: date,
        to: date,
        source: 'entered',
      };
      await call(page, 'POST', `/api/teams/${id}/goals`, goal);
      for (const path of [
        '',
        `/${id}/leaderboard`,
        `/${id}/goals`,
        `/${id}/activity`,
        `/${id}/members`,
        `/${id}/members/${oneself}`,
        `/${id}/analytics`,
        `/${id}/moderation`,
      ]) {
        await page.goto(`/teams${path}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await page.waitForLoadState('networkidle');
        expect(await violations(page), path).toEqual([]);
      }
      await page.goto(`/teams/${id}/settings`);
      await page.getByRole('button', { name: 'Dissolve' }).click();
      expect(await violations(page), 'dissolving a team').toEqual([]);
    });

    test('today, the year, the settings and their dialogs', async ({ page }) => {
      await signUp(page);
      expect(await violations(page), 'a new day').toEqual([]);

      await enterTime(page, 'Reading: minutes', '30');
      await page.getByRole('button', { name: 'Add a task' }).first().click();
      await page.getByLabel('Task 1: title').fill('Water the plants');
      await expectSaved(page);
      expect(await violations(page), 'today').toEqual([]);
      await page.getByRole('button', { name: 'Reading: quality' }).click();
      await expect(page.getByRole('group', { name: 'Reading: quality' })).toBeVisible();
      expect(await violations(page), 'the quality of a habit').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'All as planned' }).click();
      await expectSaved(page);
      expect(await violations(page), 'a day as planned').toEqual([]);
      await page.getByRole('button', { name: 'Show as table' }).click();
      expect(await violations(page), 'today with its table').toEqual([]);
      await page.getByRole('button', { name: 'Away', exact: true }).click();
      await page.getByRole('button', { name: 'Mark as away' }).click();
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
      expect(await violations(page), 'an exception and a toast').toEqual([]);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByRole('button', { name: 'Away', exact: true })).toBeVisible();

      for (const path of ['/day/2024-02-29', '/day/2026-02-30', '/day/2099-01-01']) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await page.waitForLoadState('networkidle');
        expect(await violations(page), path).toEqual([]);
      }
      await page.goto('/');

      await page.getByRole('link', { name: 'Year' }).click();
      await expect(page.getByText('Time by habit')).toBeVisible();
      expect(await violations(page), 'the year').toEqual([]);
      await page.getByRole('button', { name: 'Show as table' }).first().click();
      expect(await violations(page), 'the year with a table').toEqual([]);
      await page.goto('/year/2020');
      await expect(page.getByText('Nothing is recorded in 2020 yet')).toBeVisible();
      expect(await violations(page), 'an empty year').toEqual([]);

      await page.goto('/settings');
      await expect(page.getByRole('heading', { name: 'Sleep' })).toBeVisible();
      expect(await violations(page), 'the settings').toEqual([]);
      await page.getByRole('button', { name: 'Add a habit' }).click();
      expect(await violations(page), 'the habit form').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Edit Sleep' }).click();
      expect(await violations(page), 'the form of a habit').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Archive Sleep' }).click();
      await expect(page.getByRole('heading', { name: 'Archived habits' })).toBeVisible();
      expect(await violations(page), 'the settings with an archived habit').toEqual([]);
      await page.getByRole('button', { name: 'Delete Sleep with its history' }).click();
      expect(await violations(page), 'deleting a habit').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Delete account' }).click();
      expect(await violations(page), 'deleting the account').toEqual([]);

      await page.goto('/no-such-page');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await violations(page), 'no such page').toEqual([]);
    });
  });
}
