import { expect, test } from '@playwright/test';
import { signUp } from './account';

test.describe('where a midnight does not exist', () => {
  test.use({ timezoneId: 'America/Santiago' });

  test('a walk through the month shows each day once', async ({ page }) => {
    await signUp(page);
    await page.goto('/day/2026-09-01');
    const heading = page.getByRole('heading', { level: 1 });
    const expectDay = (day: number) =>
      expect(heading).toContainText(new RegExp(`\\b${day} September 2026`));
    await expectDay(1);
    for (let day = 2; day <= 30; day += 1) {
      await page.getByRole('button', { name: 'Next day' }).click();
      await expectDay(day);
    }
    for (let day = 29; day >= 1; day -= 1) {
      await page.getByRole('button', { name: 'Previous day' }).click();
      await expectDay(day);
    }
  });

  for (const [year, days] of [
    [2023, 365],
    [2024, 366],
  ] as const) {
    test(`the calendar of ${year} has ${days} days`, async ({ page }) => {
      await signUp(page);
      await page.goto(`/year/${year}`);
      const cells = page.locator('[data-date]');
      await expect(cells).toHaveCount(days);
      const dates = await cells.evaluateAll((found) =>
        found.map((cell) => cell.getAttribute('data-date')),
      );
      expect(new Set(dates).size).toBe(days);
    });
  }
});

test('the heading has the focus after a link, after going back and after going forward', async ({
  page,
}) => {
  await signUp(page);
  const heading = (name: RegExp) => page.getByRole('heading', { level: 1, name });
  await page.getByRole('link', { name: 'Year' }).click();
  await expect(heading(/^Year/)).toBeFocused();
  await page.goBack();
  await expect(heading(/^Today/)).toBeFocused();
  await page.goForward();
  await expect(heading(/^Year/)).toBeFocused();
});

test('the calendar leads to a day with keys, and gives the focus back', async ({ page }) => {
  await signUp(page);
  const open = page.getByRole('button', { name: 'Choose a day' });
  await open.click();
  const calendar = page.getByRole('dialog', { name: 'Choose a day' });
  await expect(calendar.getByRole('grid')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(calendar).toBeHidden();
  await expect(open).toBeFocused();
  await open.click();
  await expect(calendar.locator('td :focus')).toHaveCount(1);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/day\/\d{4}-\d\d-\d\d$/);
  await expect(calendar).toBeHidden();
});
