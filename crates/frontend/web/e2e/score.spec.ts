import { expect, type Page, test } from '@playwright/test';
import { enterTime, expectSaved, signUp } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll } from './layout';
import { openPage } from './openPage';
import { DESKTOP, PHONE } from './screens';

/** A day with a finished task, most habits as planned, and points from some laws. */
async function aDay(page: Page): Promise<void> {
  await signUp(page);
  await page.getByRole('button', { name: 'All as planned' }).click();
  await page.getByRole('button', { name: 'Add a task' }).first().click();
  await page.getByLabel('Task 1: title').fill('Report');
  await enterTime(page, 'Estimate for Report', '30');
  await enterTime(page, 'Spent on Report', '29');
  await page.getByLabel('Done: Report').check();
  await page.getByRole('button', { name: 'Add a task' }).first().click();
  await page.getByLabel('Task 2: title').fill('Call');
  await expectSaved(page);
}

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, bypassCSP: true, serviceWorkers: 'block', reducedMotion: 'reduce' });

    test('the score is told by its scale, its laws and their rules', async ({ page }) => {
      await aDay(page);
      const panel = page.getByRole('region', { name: 'KPI of the day' });
      const kpi = (await page.getByTestId('kpi').textContent()) ?? '';
      await expect(panel.getByText('so far', { exact: true })).toBeVisible();
      await expect(
        panel.getByRole('img', { name: new RegExp(`^KPI ${kpi} on the scale from 0 to 150: `) }),
      ).toBeVisible();

      const laws = page.getByRole('region', { name: 'The laws' });
      for (const group of ['Habits', 'Tasks', 'Focus', 'Streaks']) {
        await expect(laws.getByRole('heading', { level: 3, name: group })).toBeVisible();
      }
      const tasks = laws.getByRole('group', { name: 'Tasks', exact: true });
      const finished = /You finished “Report” in 29 of 30 minutes\./;
      const close = tasks.getByRole('listitem').filter({ hasText: 'Close to the estimate' });
      await expect(close).toContainText('+5 of 5');
      await expect(close).toContainText(finished);

      // What gave nothing is folded, and still told.
      const faster = tasks.getByText('Faster than estimated');
      await expect(faster).toBeHidden();
      await tasks.getByText(/laws? gave nothing$/).click();
      await expect(faster).toBeVisible();
      await expect(
        tasks.getByRole('listitem').filter({ hasText: 'Faster than estimated' }),
      ).toContainText('0 of 10');

      await tasks.getByRole('button', { name: /“Close to the estimate”/ }).click();
      await expect(close).toContainText('stayed within 20 % of it, on either side');
      await expect(close).toContainText('Cal Newport');
      await expectNoSidewaysScroll(page);
      expect(await violations(page)).toEqual([]);
    });

    test('what would raise it leads to the deed, and stands on today alone', async ({ page }) => {
      await aDay(page);
      const raises = page.getByRole('list', { name: 'What would raise it' });
      const complete = raises.getByRole('button', { name: /“Call”/ }).first();
      await complete.click();
      await expect(
        page.getByLabel(/^(Done: Call|Estimate for Call)$/).and(page.locator(':focus')),
      ).toHaveCount(1);
      await expect(page.getByLabel('Done: Call')).not.toBeChecked();

      await page.getByRole('button', { name: 'Previous day' }).click();
      await enterTime(page, 'Reading: minutes', '30');
      await expectSaved(page);
      const panel = page.getByRole('region', { name: 'KPI of the day' });
      await expect(page.getByTestId('kpi')).toHaveText(/^\d/);
      await expect(page.getByRole('region', { name: 'The laws' })).toBeVisible();
      await expect(panel.getByText('so far', { exact: true })).toHaveCount(0);
      await expect(page.getByText('What would raise it')).toHaveCount(0);
    });

    test('proposed minutes are entered when they are confirmed', async ({ page }) => {
      await signUp(page);
      await enterTime(page, 'Reading: minutes', '30');
      await expectSaved(page);
      const raises = page.getByRole('list', { name: 'What would raise it' });
      const suggestion = raises.getByRole('button', { name: /more/ }).first();
      const habit = ((await suggestion.textContent()) ?? '').split(':')[0] ?? '';
      await suggestion.click();
      const field = page.getByLabel(`${habit}: minutes`);
      await expect(field).toBeFocused();
      await expect(field).toBeInViewport();
      expect(await violations(page)).toEqual([]);
      const proposed = await field.inputValue();
      await page.getByRole('button', { name: /^Enter / }).click();
      await expectSaved(page);
      await expect(field).toHaveValue(proposed);
    });
  });
}

test('the laws are told in Russian too', async ({ page }) => {
  await aDay(page);
  await openPage(page, 'Settings');
  await page.getByLabel('Русский').check();
  await page.getByRole('link', { name: 'Сегодня' }).click();
  const laws = page.getByRole('region', { name: 'Законы' });
  const close = laws.getByRole('listitem').filter({ hasText: 'Близко к плану' });
  await expect(close).toContainText('+5 из 5');
  await expect(close).toContainText('«Report»: 29 из 30 минут.');
  await laws.getByRole('button', { name: /«Близко к плану»/ }).click();
  await expect(close).toContainText('Кэл Ньюпорт');
});
