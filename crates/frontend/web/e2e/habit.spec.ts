import { expect, type Page, test } from '@playwright/test';
import { call, enterTime, expectSaved, signUp } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll } from './layout';
import { DESKTOP, NARROW_PHONE } from './screens';

interface Habit {
  id: string;
  name: string;
}

/** The date so many days before another. */
function before(date: string, days: number): string {
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10);
}

/** Signs up, and records Reading on the eight days before today, with an exception among them. */
async function withReading(page: Page): Promise<{ id: string; today: string }> {
  await signUp(page);
  const { habits } = (await call(page, 'GET', '/api/habits')) as { habits: Habit[] };
  const { today } = (await call(page, 'GET', '/api/auth/me')) as { today: string };
  const id = habits.find(({ name }) => name === 'Reading')?.id ?? '';
  for (let days = 1; days <= 8; days += 1) {
    await call(page, 'PUT', `/api/days/${before(today, days)}`, {
      entries: [{ habitId: id, amount: days === 1 ? 45 : 30, quality: 4, note: `Page ${days}` }],
      tasks: [],
    });
  }
  await call(page, 'PUT', `/api/days/${before(today, 9)}/exception`, { kind: 'illness' });
  return { id, today };
}

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', NARROW_PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, bypassCSP: true, reducedMotion: 'reduce', serviceWorkers: 'block' });

    test('the page of a habit tells its history', async ({ page }) => {
      const { id, today } = await withReading(page);
      for (const from of ['/settings', '/']) {
        await page.goto(from);
        await page.getByRole('link', { name: 'History of Reading' }).click();
        await expect(page).toHaveURL(`/habit/${id}`);
      }
      await expect(page.getByRole('heading', { level: 1, name: 'Reading' })).toBeFocused();
      const figure = (term: string) => page.locator('dl > div').filter({ hasText: term });
      await expect(figure('Current streak')).toContainText('8 days');
      await expect(figure('Done')).toContainText('8 of 8');
      await expect(figure('Mean a day')).toContainText('over 8 days with an entry');
      const milestones = page.getByRole('region', { name: 'Milestones' });
      await expect(milestones).toContainText('7 daysReached on');
      await expect(milestones).toContainText('21 days13 more days');
      await expectNoSidewaysScroll(page);
      expect(await violations(page), 'the page').toEqual([]);

      await page.getByRole('button', { name: 'Show as table' }).click();
      const table = page.getByRole('table');
      await expect(table).toContainText('3 h 30 min');
      expect(await violations(page), 'the table').toEqual([]);

      const entries = page.getByRole('region', { name: /^Entries in/ });
      await expect(entries.getByRole('listitem').first()).toContainText('45 min of 30 min');
      await expect(entries.getByRole('listitem').first()).toContainText('Page 1');

      const calendar = page.getByRole('region', { name: /^Calendar/ });
      await expect(calendar.locator(`[data-date="${today}"]`)).toHaveAttribute(
        'aria-current',
        'date',
      );
      await calendar.locator(`[data-date="${today}"]`).focus();
      await page.keyboard.press('ArrowLeft');
      const yesterday = calendar.locator(`[data-date="${before(today, 1)}"]`);
      await expect(yesterday).toBeFocused();
      await expect(yesterday).toHaveAttribute('data-state', 'more');
      await expect(yesterday).toHaveAccessibleName(/45.min of 30.min$/);
      for (let days = 2; days <= 9; days += 1) await page.keyboard.press('ArrowLeft');
      const ill = calendar.locator(`[data-date="${before(today, 9)}"]`);
      await expect(ill).toBeFocused();
      await expect(ill).toHaveAccessibleName(/Illness$/);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(`/day/${before(today, 8)}`);
      await page.goBack();

      const year = Number(today.slice(0, 4));
      await page.getByRole('button', { name: `Year ${year - 1}` }).click();
      await expect(page).toHaveURL(`/habit/${id}?year=${year - 1}`);
      await expect(page.getByRole('region', { name: `Calendar ${year - 1}` })).toBeVisible();
      await page.reload();
      await expect(page.getByRole('region', { name: `Calendar ${year - 1}` })).toBeVisible();
      await page.getByRole('button', { name: `Year ${year}` }).click();
      await expect(page.getByRole('region', { name: `Calendar ${year}` })).toBeVisible();
    });

    test('a habit is changed, archived and restored on its page', async ({ page }) => {
      const { id } = await withReading(page);
      await page.goto(`/habit/${id}`);
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('Target a day').fill('45');
      await form.getByRole('button', { name: 'Save the habit' }).click();
      await expect(form).toHaveCount(0);
      const changes = page.getByRole('region', { name: 'Changes' });
      await expect(changes).toContainText(/30.min until .*, 45.min since/);
      await page.getByRole('button', { name: 'Archive', exact: true }).click();
      await expect(page.getByRole('button', { name: 'Restore' })).toBeVisible();
      await expect(changes).toContainText('Archived since');
      expect(await violations(page), 'an archived habit').toEqual([]);
      await page.getByRole('button', { name: 'Restore' }).click();
      await expect(page.getByRole('button', { name: 'Archive', exact: true })).toBeVisible();
    });

    test('a row of Today leads to the page of its habit', async ({ page }) => {
      await signUp(page);
      await enterTime(page, 'Reading: minutes', '30');
      await expectSaved(page);
      await page.getByRole('button', { name: 'Reading: quality' }).click();
      expect(await violations(page), 'the row').toEqual([]);
      await page.getByRole('link', { name: 'History of Reading' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Reading' })).toBeFocused();
    });
  });
}

test.describe('in Russian', () => {
  test.use({ ...NARROW_PHONE, bypassCSP: true, serviceWorkers: 'block' });

  test('the page of a habit fits a phone', async ({ page }) => {
    const { id } = await withReading(page);
    await page.goto('/settings');
    await page.getByLabel('Русский').check();
    await page.goto(`/habit/${id}`);
    await expect(page.getByText('8 из 8')).toBeVisible();
    await expect(page.getByText('Ещё 13 дней в текущей серии')).toBeVisible();
    await expectNoSidewaysScroll(page);
    expect(await violations(page)).toEqual([]);
  });
});

test('unknown and foreign habits have no page', async ({ page, browser }) => {
  const { id } = await withReading(page);
  const other = await browser.newContext();
  const stranger = await other.newPage();
  await signUp(stranger);
  for (const path of [`/habit/${id}`, '/habit/nothing']) {
    await stranger.goto(path);
    await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  }
  await other.close();
});
