import { expect, type Page, test } from '@playwright/test';
import { authorization, signUp } from './account';
import { openPage } from './openPage';

const DAY_MS = 86_400_000;
const LAST_YEAR = new Date().getFullYear() - 1;
const FIRST_DATE = `${LAST_YEAR - 1}-01-01`;
const LAST_DATE = `${LAST_YEAR}-12-31`;

const notice = (page: Page) => page.getByRole('progressbar', { name: /^Recalculating your days/ });
const meanKpi = (page: Page) => page.getByRole('definition').first();

/** Records each day of two years; returns their number as displayed. */
async function recordDays(page: Page): Promise<string> {
  const headers = await authorization(page);
  const list = (await (await page.request.get('/api/habits', { headers })).json()) as {
    habits: { id: string; name: string }[];
  };
  const sleep = list.habits.find(({ name }) => name === 'Sleep');
  let days = 0;
  for (let day = Date.parse(FIRST_DATE); day <= Date.parse(LAST_DATE); day += DAY_MS) {
    const date = new Date(day).toISOString().slice(0, 10);
    const data = { entries: [{ habitId: sleep?.id, amount: 240 }], tasks: [] };
    const saved = await page.request.put(`/api/days/${date}`, { headers, data });
    expect(saved.status()).toBe(200);
    days += 1;
  }
  return days.toLocaleString('en-GB');
}

/** The server's current mean of last year, as displayed. */
async function meanOfServer(page: Page): Promise<string> {
  const headers = await authorization(page);
  const response = await page.request.get(`/api/dashboards/year/${LAST_YEAR}`, { headers });
  const { meanKpi } = (await response.json()) as { meanKpi: number };
  return meanKpi.toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

test('a habit changed far back in time recalculates the days and refreshes the page', async ({
  page,
}) => {
  await signUp(page);
  const days = await recordDays(page);
  await page.goto(`/year/${LAST_YEAR}`);
  const before = await meanOfServer(page);
  await expect(meanKpi(page)).toContainText(before);
  let loads = 0;
  page.on('load', () => (loads += 1));
  const yearIsRead = () => page.waitForResponse(`**/api/dashboards/year/${LAST_YEAR}`);

  // Once the notice is there, no further poll is answered before the year is shown.
  const first = yearIsRead();
  await page.route('**/api/kpi/recompute', async (route) => {
    if (await notice(page).isVisible()) await first;
    await route.continue();
  });

  await openPage(page, 'Settings');
  await page.getByRole('button', { name: 'Edit Sleep' }).click();
  const form = page.getByRole('dialog', { name: 'Edit Sleep' });
  await form.getByLabel('Target a day').fill('4:00');
  await form.getByLabel('Counts from').fill(FIRST_DATE);
  await form.getByRole('button', { name: 'Save the habit' }).click();
  await expect(form).toBeHidden();
  await expect(notice(page)).toHaveAccessibleName(
    new RegExp(`^Recalculating your days: [\\d,]+ of ${days}$`),
  );

  await page.getByRole('link', { name: 'Year' }).click();
  await page.getByRole('button', { name: `Year ${LAST_YEAR}` }).click();
  await first;
  await yearIsRead();
  await expect(notice(page)).toBeHidden();
  await expect(page.getByText('Your days are recalculated.')).toBeAttached();
  const after = await meanOfServer(page);
  expect(after).not.toBe(before);
  await expect(meanKpi(page)).toContainText(after);
  expect(loads).toBe(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the notice is above the bottom bar, and nothing moves when it disappears', async ({
    page,
  }) => {
    let state: object = { from: FIRST_DATE, doneDays: 120, totalDays: 3400 };
    await page.route('**/api/kpi/recompute', (route) => route.fulfill({ json: state }));
    await signUp(page);
    await expect(notice(page)).toBeVisible();
    await expect(page.getByLabel('Reading: minutes')).toBeVisible();
    await page.waitForLoadState('networkidle');
    const bar = await page.getByRole('navigation').boundingBox();
    const bounds = await page.getByText('Recalculating your days: 120 of 3,400').boundingBox();
    expect((bounds?.y ?? 0) + (bounds?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);

    const places = () =>
      page.evaluate(() =>
        Array.from(
          document.querySelectorAll('main > :last-child, main > :last-child *'),
          (element) => {
            const { x, y, width, height } = element.getBoundingClientRect();
            return [element.tagName, x, y, width, height].join(' ');
          },
        ),
      );
    const before = await places();
    state = { from: null, doneDays: 0, totalDays: 0 };
    await expect(notice(page)).toBeHidden();
    expect(await places()).toEqual(before);
  });
});
