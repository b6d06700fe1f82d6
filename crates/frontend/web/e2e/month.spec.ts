import { expect, type Page, test } from '@playwright/test';
import { authorization, signUp } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll } from './layout';

// For axe, whose script the policy of the pages forbids.
test.use({ bypassCSP: true, serviceWorkers: 'block' });

const MONTH = '/month/2024/2';

/** Minutes of Sleep in the first week of February 2024, with the habit's target of 480. */
const SLEEP = [480, 240, 600, 480, 120, 480, 480];

/** Records a week, and an exception after it. */
async function recordWeek(page: Page): Promise<void> {
  const headers = await authorization(page);
  const list = (await (await page.request.get('/api/habits', { headers })).json()) as {
    habits: { id: string; name: string }[];
  };
  const sleep = list.habits.find(({ name }) => name === 'Sleep');
  for (const [day, amount] of SLEEP.entries()) {
    const data = { entries: [{ habitId: sleep?.id, amount }], tasks: [] };
    const saved = await page.request.put(`/api/days/2024-02-0${day + 1}`, { headers, data });
    expect(saved.status()).toBe(200);
  }
  const marked = await page.request.put('/api/days/2024-02-08/exception', {
    headers,
    data: { kind: 'travel', note: null },
  });
  expect(marked.status()).toBe(200);
}

const cell = (page: Page, day: number) =>
  page.getByRole('link', { name: new RegExp(`\\b${day} February 2024:`) });

for (const [device, options] of [
  ['a desktop', { viewport: { width: 1280, height: 800 } }],
  ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
] as const) {
  test.describe(`on ${device}`, () => {
    test.use(options);

    test('the month is reached from the year, and leads to its days', async ({ page }) => {
      await signUp(page);
      await page.goto(MONTH);
      await expect(page.getByText('February 2024: nothing is recorded yet')).toBeVisible();
      await expectNoSidewaysScroll(page);
      expect(await violations(page), 'an empty month').toEqual([]);

      await recordWeek(page);
      await page.goto('/year/2024');
      if (device === 'a phone') await page.getByLabel(/^February/).check();
      const month = page.getByRole('region', { name: 'February' });
      await month.getByRole('link', { name: 'February', exact: true }).click();
      await expect(page).toHaveURL(MONTH);
      const heading = page.getByRole('heading', { level: 1 });
      await expect(heading).toHaveText('February 2024');
      await expect(heading).toBeFocused();
      await expect(page.getByRole('navigation').locator('[aria-current=page]')).toHaveText('Year');

      await expect(page.getByRole('definition').first()).toContainText('over 7 days');
      await expect(cell(page, 1)).toHaveAccessibleName(/: KPI [\d.]+, /);
      await expect(cell(page, 8)).toHaveAccessibleName(/: Travel$/);
      await expect(cell(page, 9)).toHaveAccessibleName(/: no entry$/);
      const habits = page.getByRole('list', { name: 'Habits of the month' });
      await expect(habits.getByRole('listitem').first()).toContainText(
        'done on 5 of 7 days · 48 h',
      );
      await expect(page.getByText(/^“Sleep” went best, at /)).toBeVisible();
      await expect(page.getByText(/^7 of 28 days are recorded\./)).toBeVisible();
      await expectNoSidewaysScroll(page);
      expect(await violations(page)).toEqual([]);

      await page.getByRole('button', { name: 'January 2024' }).click();
      await expect(page).toHaveURL('/month/2024/1');
      await page.getByRole('button', { name: 'December 2023' }).click();
      await expect(page).toHaveURL('/month/2023/12');
      await page.goBack();
      await page.goBack();
      await expect(heading).toHaveText('February 2024');
      await page.getByRole('link', { name: 'Year 2024' }).click();
      await expect(heading).toHaveText('Year 2024');
      await page.goBack();
      await cell(page, 3).click();
      await expect(page).toHaveURL('/day/2024-02-03');
      await expect(page.getByLabel('Sleep: minutes')).toHaveValue('10:00');

      // The strip of its week.
      const strip = page.getByRole('group', { name: 'Days of the week' });
      await expect(strip.getByRole('link')).toHaveCount(7);
      await expect(strip.locator('[aria-current=page]')).toHaveAccessibleName(
        /3 February 2024: KPI/,
      );
      expect((await strip.boundingBox())?.height).toBeLessThanOrEqual(56);
      expect(await violations(page), 'a day').toEqual([]);
      await strip.getByRole('link', { name: /2 February 2024: KPI/ }).click();
      await expect(page).toHaveURL('/day/2024-02-02');
      await expect(page.getByLabel('Sleep: minutes')).toHaveValue('4:00');
    });

    test('it is in Russian, with its recommendations', async ({ page }) => {
      await signUp(page);
      await recordWeek(page);
      await page.goto('/settings');
      await page.getByLabel('Русский').check();
      await expect(page.getByRole('heading', { level: 1, name: 'Настройки' })).toBeVisible();
      await page.goto(MONTH);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Февраль 2024');
      await expect(page.getByText(/^Лучший результат у привычки «Sleep»/)).toBeVisible();
      await expect(page.getByText(/^Записано дней: 7 из 28\./)).toBeVisible();
      await expect(page.getByText('days are recorded')).toHaveCount(0);
      await expectNoSidewaysScroll(page);
      expect(await violations(page)).toEqual([]);
    });
  });
}

for (const [device, options] of [
  ['a desktop', { viewport: { width: 1280, height: 800 } }],
  ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
] as const) {
  test.describe(`ahead, on ${device}`, () => {
    test.use(options);

    test('a month with days away is reached from its year, and by the arrow', async ({ page }) => {
      await signUp(page);
      const headers = await authorization(page);
      const response = await page.request.get('/api/days/today', { headers });
      const { date: today } = (await response.json()) as { date: string };
      const first = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
      first.setUTCMonth(first.getUTCMonth() + 1);
      const from = first.toISOString().slice(0, 10);
      const data = { from, to: `${from.slice(0, 8)}03`, kind: 'travel', note: null };
      await page.request.put('/api/days/exceptions', { headers, data });
      const name = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(first);
      const year = first.getUTCFullYear();
      const path = `/month/${year}/${first.getUTCMonth() + 1}`;

      await page.goto(`/year/${year}`);
      if (device === 'a phone') await page.getByLabel(`${name}, 3 days away`).check();
      await page.getByRole('link', { name, exact: true }).click();
      await expect(page).toHaveURL(path);
      await expect(
        page.getByRole('link', { name: new RegExp(`1 ${name} ${year}: Travel$`) }),
      ).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await page.goto(`/month/${Number(today.slice(0, 4))}/${Number(today.slice(5, 7))}`);
      await page.getByRole('button', { name: `${name} ${year}` }).click();
      await expect(page).toHaveURL(path);

      // The keys move on days without a record, too, which can be marked as away.
      await page.getByRole('link', { name: new RegExp(`\\b3 ${name} ${year}: Travel$`) }).focus();
      await page.keyboard.press('Home');
      for (let day = 1; day < 4; day += 1) await page.keyboard.press('ArrowRight');
      const ahead = page.getByRole('link', { name: new RegExp(`\\b4 ${name} ${year}: ahead$`) });
      await expect(ahead).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(`/day/${from.slice(0, 8)}04`);
    });

    test('months and years end with the last day that can be marked ahead', async ({ page }) => {
      await signUp(page);
      const headers = await authorization(page);
      const response = await page.request.get('/api/days/today', { headers });
      const { date: today } = (await response.json()) as { date: string };
      const latest = new Date(Date.parse(today) + 366 * 86_400_000);
      const [year, month] = [latest.getUTCFullYear(), latest.getUTCMonth() + 1];
      await page.goto(`/month/${year}/${month}`);
      const next = new Date(Date.UTC(year, month));
      const title = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(next);
      await expect(
        page.getByRole('button', { name: `${title} ${next.getUTCFullYear()}` }),
      ).toBeDisabled();
      await page.goto(`/year/${year - 1}`);
      await page.getByRole('button', { name: `Year ${year}` }).click();
      await expect(page).toHaveURL(`/year/${year}`);
      await expect(page.getByRole('button', { name: `Year ${year + 1}` })).toBeDisabled();
      expect(await violations(page)).toEqual([]);
    });
  });
}

test('a year and a month whose only day is away are not empty', async ({ page }) => {
  await signUp(page);
  const headers = await authorization(page);
  const response = await page.request.get('/api/days/today', { headers });
  const { date: today } = (await response.json()) as { date: string };
  const data = { kind: 'illness', note: null };
  await page.request.put(`/api/days/${today}/exception`, { headers, data });
  for (const path of ['/year', `/month/${today.slice(0, 4)}/${Number(today.slice(5, 7))}`]) {
    await page.goto(path);
    await expect(page.getByRole('term').filter({ hasText: 'Recorded days' })).toBeVisible();
    await expect(page.getByRole('link', { name: /: Illness$/ })).toBeVisible();
    await expect(page.getByText(/nothing is recorded/i)).toHaveCount(0);
    await expect(page.getByText(/ a day$/)).toHaveCount(0);
    expect(await violations(page), path).toEqual([]);
  }
});

test('the keys move inside the month, with a tooltip at each day', async ({ page }) => {
  await signUp(page);
  await recordWeek(page);
  await page.goto(MONTH);
  await cell(page, 29).focus();
  const tooltip = page.getByTestId('tooltip');
  for (const [key, day] of [
    ['ArrowDown', 29],
    ['Home', 1],
    ['ArrowLeft', 1],
    ['ArrowDown', 8],
    ['ArrowRight', 9],
    ['ArrowUp', 2],
  ] as const) {
    await page.keyboard.press(key);
    await expect(cell(page, day)).toBeFocused();
    await expect(tooltip).toContainText(`${day} February 2024`);
  }
  await page.keyboard.press('Escape');
  await expect(tooltip).toHaveCount(0);
  await cell(page, 8).hover();
  await expect(tooltip).toContainText('Travel');
  await cell(page, 2).press('Enter');
  await expect(page).toHaveURL('/day/2024-02-02');
});

test('the trend of the year leads to its days', async ({ page }) => {
  await signUp(page);
  await recordWeek(page);
  await page.goto('/year/2024');
  await expect(page.getByRole('listitem').filter({ hasText: 'Best month' })).toBeVisible();
  const trend = page
    .getByRole('region', { name: 'KPI over the year' })
    .getByRole('link', { name: /Mean of seven days/ });
  await expect(trend).toHaveAttribute('href', '/day/2024-02-07');
  await trend.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(trend).toHaveAccessibleName(/5 February 2024: KPI/);
  await expect(page.getByTestId('tooltip')).toContainText('5 February 2024');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/day/2024-02-05');
});

test.describe('on paper', () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });

  test('the month is printed whole, light and without controls', async ({ page }) => {
    await signUp(page);
    await recordWeek(page);
    await page.goto(MONTH);
    await expect(cell(page, 1)).toBeVisible();
    // A4 without margins of 12 mm, in CSS pixels.
    await page.setViewportSize({ width: 702, height: 1032 });
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('navigation')).toBeHidden();
    await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0);
    await expect(page.getByRole('link', { name: / February 2024: / })).toHaveCount(29);
    await expectNoSidewaysScroll(page);
    const [height, scheme] = await page.evaluate(() => [
      document.documentElement.scrollHeight,
      getComputedStyle(document.documentElement).colorScheme,
    ]);
    expect(scheme).toBe('light');
    expect(height, 'one page').toBeLessThanOrEqual(1032);
  });
});
