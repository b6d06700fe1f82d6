import { expect, test } from '@playwright/test';
import { enterTime, signUp } from './account';
import { expectNoSidewaysScroll } from './layout';

// Printed from a phone in the dark theme, which differ most from paper.
test.use({
  viewport: { width: 390, height: 844 },
  colorScheme: 'dark',
  serviceWorkers: 'block',
});

/** A4 without margins of 12 mm, in CSS pixels. */
const PAPER = { width: 702, height: 1032 };

test('today and the year are printed whole, light and without controls', async ({ page }) => {
  // A KPI for each day of the year that has begun.
  await page.route('**/api/dashboards/year/*', async (route) => {
    const response = await route.fetch();
    const year = (await response.json()) as {
      year: number;
      months: { month: number; days: unknown[] }[];
      activities: unknown[];
    };
    for (const month of year.months) {
      month.days = Array.from({ length: 28 }, (_, day) => ({
        date: new Date(Date.UTC(year.year, month.month - 1, day + 1)).toISOString().slice(0, 10),
        kpi: 90,
        band: 'average',
        exception: null,
        minutes: 60,
      }));
    }
    year.activities = [{ habitId: 'a', name: 'Reading', minutes: 600, days: 20 }];
    await route.fulfill({ response, json: { ...year, recordedDays: 336 } });
  });
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '30');
  await page.getByLabel('Reading: minutes').blur();
  await expect(page.getByText('Where the number comes from')).toBeVisible();

  const navigation = page.getByRole('navigation');
  const print = async () => {
    await page.setViewportSize(PAPER);
    await page.emulateMedia({ media: 'print' });
    await expect(navigation).toBeHidden();
    await expect(page.locator('button:visible:not(.target-bar-end, .suggestion)')).toHaveCount(0);
    await expectNoSidewaysScroll(page);
    const ground = await page.evaluate(
      () => getComputedStyle(document.documentElement).colorScheme,
    );
    expect(ground).toBe('light');
  };

  await print();
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:30');
  await expect(page.getByTestId('kpi')).toBeVisible();

  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('link', { name: 'Year' }).click();
  await expect(page.locator('.month')).toHaveCount(1);
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  await expect(page.getByRole('row')).toHaveCount(1 + 12 * 28);
  await print();
  await expect(page.locator('.month')).toHaveCount(12);
  const table = page.locator('.scroll-region').first();
  const [content, box] = await table.evaluate((e) => [e.scrollHeight, e.clientHeight]);
  expect(content).toBe(box);
});
