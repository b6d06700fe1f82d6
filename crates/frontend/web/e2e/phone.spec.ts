import { expect, test } from '@playwright/test';
import { chooseRussian, enterTime, expectSaved, signUp } from './account';
import { expectNoSidewaysScroll } from './layout';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('every page fits, with the bar at the bottom', async ({ page }) => {
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '30');
  await page.getByRole('button', { name: 'Add a task' }).first().tap();
  await page.getByLabel('Task 1: title').fill('A task with quite a long title, longer than fits');
  await expectSaved(page);
  await expectNoSidewaysScroll(page);

  for (const name of ['Year', 'Friends', 'Today']) {
    const link = page.getByRole('navigation').getByRole('link', { name });
    const box = await link.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(840);
    expect(box?.height).toBeGreaterThanOrEqual(44);
    await link.tap();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(`^${name}`));
    await page.waitForLoadState('networkidle');
    await expectNoSidewaysScroll(page);
  }
});

test('a long address fits the password-reset page', async ({ page }) => {
  await page.goto('/forgot-password');
  const address = `${'long.name.'.repeat(4)}of@${'long.host.'.repeat(4)}example.org`;
  await page.getByLabel('E-mail address').fill(address);
  await page.getByRole('button', { name: 'Send the link' }).tap();
  await expect(page.getByText(address)).toBeVisible();
  await expectNoSidewaysScroll(page);
});

test('the KPI stays visible while entering the day', async ({ page }) => {
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '30');
  await expectSaved(page);
  await page.getByRole('button', { name: 'Add a task' }).last().scrollIntoViewIfNeeded();
  await expect(page.getByTestId('kpi')).toBeInViewport();
  expect((await page.getByTestId('kpi').boundingBox())?.y).toBeLessThan(80);
});

test('a day is chosen by its month', async ({ page }) => {
  await signUp(page);
  await page.goto('/year/2024');
  await page.getByLabel(/^February/).check();
  await page.getByRole('link', { name: /29 February 2024: no entry/ }).tap();
  await expect(page).toHaveURL(/\/day\/2024-02-29$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Thursday,? 29 February 2024$/);
});

for (const [language, word] of [
  ['English', 'Away'],
  ['Russian', 'Отсутствие'],
] as const) {
  test(`the date and the word of its chip share a line in ${language}`, async ({ page }) => {
    await signUp(page);
    if (language === 'Russian') await chooseRussian(page);
    // The longest names of a weekday and a month.
    for (const path of ['/', '/day/2025-09-24', '/day/2025-12-29', '/day/2025-09-28']) {
      await page.goto(path);
      for (const width of [390, 360]) {
        await page.setViewportSize({ width, height: 844 });
        await expect(page.getByText(word, { exact: true })).toBeInViewport({ ratio: 1 });
        const chip = await page.getByRole('button', { name: word, exact: true }).boundingBox();
        const heading = await page.getByRole('heading', { level: 1 }).boundingBox();
        const [top, bottom] = [chip?.y ?? 0, (chip?.y ?? 0) + (chip?.height ?? 0)];
        const middle = (heading?.y ?? 0) + (heading?.height ?? 0) / 2;
        expect(middle, path).toBeGreaterThan(top);
        expect(middle, path).toBeLessThan(bottom);
        expect(heading?.height, path).toBeLessThanOrEqual(48);
        await expectNoSidewaysScroll(page);
      }
    }
  });
}
