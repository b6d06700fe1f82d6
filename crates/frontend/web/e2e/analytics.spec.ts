import { expect, type Page, test } from '@playwright/test';
import { call, chooseRussian, signUp } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll } from './layout';
import { openPage } from './openPage';
import { DESKTOP, NARROW_PHONE } from './screens';

const DAYS = 60;

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

interface Habits {
  habits: { id: string; target: number }[];
}

/** Records the days before today: the second half is better than the first. */
async function recordDays(page: Page): Promise<void> {
  const { habits } = (await call(page, 'GET', '/api/habits')) as Habits;
  for (let ago = DAYS; ago > 0; ago -= 1) {
    const share = (ago > DAYS / 2 ? 0.3 : 0.8) + ((ago * 7) % 5) / 10;
    const entries = habits.map(({ id, target }) => ({
      habitId: id,
      amount: Math.min(1440, Math.round(target * share)),
    }));
    await call(page, 'PUT', `/api/days/${daysAgo(ago)}`, { entries, tasks: [] });
  }
}

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', NARROW_PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({
      ...screen,
      timezoneId: 'UTC',
      bypassCSP: true,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });

    test('the analytics say what moved the number, and what goes together', async ({ page }) => {
      test.slow();
      await signUp(page);
      await recordDays(page);
      await openPage(page, /^Analytics$/);
      await expect(page.getByRole('heading', { level: 1, name: 'Analytics' })).toBeFocused();
      await page.getByRole('radio', { name: '28 days' }).check();
      await expect(page).toHaveURL(/\/analytics\?days=28$/);

      const card = (title: string) => page.getByRole('region', { name: title, exact: true });
      const moved = card('What moved your number');
      await expect(moved.getByText(/^\+.* over 28 days, after .* over 28 days\.$/)).toBeVisible();
      await moved.getByRole('button', { name: 'Show as table' }).click();
      // The parts add up to the sentence.
      const changes = await moved
        .getByRole('table', { name: 'By part of the KPI' })
        .getByRole('row')
        .locator('td:last-child')
        .allTextContents();
      const tenths = (text: string) =>
        Math.round(Number(text.replace('−', '-').replace('±', '')) * 10);
      const sum = changes.reduce((total, text) => total + tenths(text), 0);
      const sentence = (await moved.getByText(/ after /).textContent()) ?? '';
      expect(sum).toBe(tenths(sentence.split(':')[0] ?? ''));

      await expect(card('By weekday').getByRole('listitem')).toHaveCount(7);
      await expect(card('Consistency').getByText('Of 28 days 28 recorded.')).toBeVisible();
      const together = card('What goes together');
      await expect(together.getByText(/Fewer than 30 days yet/)).toBeVisible();
      await page.getByRole('radio', { name: '90 days' }).check();
      await expect(
        together.getByText('More of “Sleep” goes with more of “Exercise”.'),
      ).toBeVisible();
      await expect(together.getByText(/over 60 days$/).first()).toBeVisible();
      await together
        .getByRole('button', { name: /^Show all/ })
        .first()
        .click();
      await expect(together.getByRole('button', { name: 'Show fewer' })).toBeFocused();
      expect(await violations(page), 'the analytics').toEqual([]);
      await expectNoSidewaysScroll(page);

      const trend = card('Trend');
      await trend.getByRole('link').focus();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(new RegExp(`/day/${daysAgo(1)}$`));
      await page.goBack();
      await expect(page).toHaveURL(/\/analytics\?days=90$/);

      await chooseRussian(page);
      await page.goto('/analytics?days=all');
      await expect(page.getByRole('region', { name: 'Тренд' })).toBeVisible();
      await expect(page.getByText('Что с чем связано')).toBeVisible();
      await page.waitForLoadState('networkidle');
      await expectNoSidewaysScroll(page);
    });
  });
}

test('without a day the analytics lead to Today, and their code is loaded when they are opened', async ({
  page,
}) => {
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/AnalyticsPage-')) loaded.push(request.url());
  });
  await signUp(page);
  await page.waitForLoadState('networkidle');
  expect(loaded).toEqual([]);
  await openPage(page, /^Analytics$/);
  await expect(page.getByText('No day to look at in this period')).toBeVisible();
  expect(loaded).not.toEqual([]);
  await page.getByRole('link', { name: 'Record today' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeVisible();
});
