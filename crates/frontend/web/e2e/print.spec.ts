import { expect, test } from '@playwright/test';
import { enterTime, signUp } from './account';
import { expectNoSidewaysScroll } from './layout';

// Printed from a phone in the dark theme, which differ most from paper.
test.use({
  viewport: { width: 390, height: 844 },
  colorScheme: 'dark',
  serviceWorkers: 'block',
});

const MONTH =
  /^(January|February|March|April|May|June|July|August|September|October|November|December)$/;

/** A4 without margins of 12 mm, in CSS pixels. */
const PAPER = { width: 702, height: 1032 };

test('today and the year are printed whole, light and without controls', async ({ page }) => {
  let daysOver = 0;
  // A KPI for each day of the year that has begun.
  await page.route('**/api/dashboards/year/*', async (route) => {
    const response = await route.fetch();
    const year = (await response.json()) as {
      year: number;
      months: { month: number; days: { date: string }[] }[];
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
    // The table has the days that are over.
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format();
    daysOver = year.months.flatMap(({ days }) => days).filter(({ date }) => date < today).length;
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
    // Targets and suggestions are buttons whose texts are read.
    const controls = page.getByRole('button').filter({ visible: true });
    const texts = page
      .getByRole('button', { name: /: (set the target|take the target back), / })
      .or(page.getByRole('list', { name: 'What would raise it' }).getByRole('button'));
    await expect(controls).toHaveCount(await texts.filter({ visible: true }).count());
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
  await expect(page.getByRole('region', { name: MONTH })).toHaveCount(1);
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  await expect(page.getByRole('row')).toHaveCount(1 + daysOver);
  await print();
  await expect(page.getByRole('region', { name: MONTH })).toHaveCount(12);
  const table = page.getByRole('table').first().locator('..');
  const [content, box] = await table.evaluate((e) => [e.scrollHeight, e.clientHeight]);
  expect(content).toBe(box);
});
