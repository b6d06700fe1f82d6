import { expect, test } from '@playwright/test';
import { enterTime, expectSaved, signUp } from './account';

test('a form with edits asks before it is left, by any way', async ({ page }) => {
  await signUp(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  const name = page.getByLabel('Name');
  await name.fill('Grace');
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });

  await page.getByRole('link', { name: 'Year' }).click();
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(page).toHaveURL(/settings$/);
  await expect(name).toHaveValue('Grace');

  await page.goBack();
  await question.getByRole('button', { name: 'Stay here' }).click();
  await expect(page).toHaveURL(/settings$/);
  await expect(name).toHaveValue('Grace');

  // What the browser asks when the tab is closed.
  const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  expect(await page.evaluate(asks)).toBe(true);

  for (const end of await page.getByRole('button', { name: /^Sign out/ }).all()) {
    await end.click();
    await question.getByRole('button', { name: 'Stay here' }).click();
    await expect(name).toHaveValue('Grace');
  }

  await page.goBack();
  await question.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeVisible();
  await page.goForward();
  await expect(name).toHaveValue('Ada Tester');

  await page.getByRole('button', { name: 'Add a habit' }).click();
  const form = page.getByRole('dialog', { name: 'New habit' });
  await form.getByLabel('Name').fill('Piano');
  await page.keyboard.press('Escape');
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'Stay here' }).click();
  await expect(form.getByLabel('Name')).toHaveValue('Piano');
  await form.getByRole('button', { name: 'Add the habit' }).click();
  await expect(form).toBeHidden();
  await page.getByRole('link', { name: 'Today' }).click();
  await expect(page.getByLabel('Piano: minutes')).toBeVisible();
});

test.describe('without a service worker, which has all pages', () => {
  test.use({ serviceWorkers: 'block' });

  test('a page that failed to load is loaded at the next try', async ({ page }) => {
    await signUp(page);
    await page.route('**/assets/YearPage*', (route) => route.abort());
    await page.getByRole('link', { name: 'Year' }).click();
    await expect(page.getByText('This page could not be shown.')).toBeVisible();
    await page.unroute('**/assets/YearPage*');
    await page.evaluate(() => Object.assign(window, { stayed: true }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1, name: /^Year/ })).toBeVisible();
    expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
  });
});

test('a changed KPI is announced, and a suggestion moves the focus to its field', async ({
  page,
}) => {
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '30');
  await expectSaved(page);
  const shown = await page.getByTestId('kpi').textContent();
  await expect(page.getByTestId('kpi-announcement')).toHaveText(new RegExp(`^KPI ${shown}, `));

  const list = page.getByRole('list', { name: 'What would raise it' });
  const suggestion = list.getByRole('button', { name: /more/ }).first();
  const habit = ((await suggestion.textContent()) ?? '').split(':')[0] ?? '';
  await suggestion.click();
  await expect(page.getByLabel(`${habit}: minutes`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expectSaved(page);
  await expect(page.getByTestId('kpi-announcement')).not.toHaveText(new RegExp(`^KPI ${shown}, `));
});
