import { expect, type Page, test } from '@playwright/test';
import { authorization, beginFirstRun, expectSaved } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll } from './layout';
import { DESKTOP, NARROW_PHONE } from './screens';

interface Habit {
  name: string;
  target: number;
  weekendTarget: number | null;
  archivedOn: string | null;
}

async function habitsOf(page: Page): Promise<Habit[]> {
  const headers = await authorization(page);
  const response = await page.request.get('/api/habits?archived=all', { headers });
  return ((await response.json()) as { habits: Habit[] }).habits;
}

async function habitsInUse(page: Page): Promise<Habit[]> {
  return (await habitsOf(page)).filter(({ archivedOn }) => archivedOn === null);
}

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', NARROW_PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, bypassCSP: true, reducedMotion: 'reduce', serviceWorkers: 'block' });

    test('three steps lead to a first saved day', async ({ page }) => {
      await beginFirstRun(page);
      await expect(page.getByText('Step 1 of 3')).toBeVisible();
      await expect(page.getByText('10 habits, 21 h 10 min a day')).toBeVisible();
      await expect(page.getByText('leaves 2 h 50 min of a day')).toBeVisible();
      await expectNoSidewaysScroll(page);
      expect(await violations(page), 'the habits').toEqual([]);

      for (const left of ['Blog', 'Driving licence', 'Analytics']) {
        await page.getByRole('checkbox', { name: left }).uncheck();
      }
      await expect(page.getByText('7 habits, 20 h a day')).toBeVisible();
      await expect(page.getByText('of a day for everything else')).toHaveCount(0);
      const work = page.getByLabel('Work: target a day');
      await work.fill('12h');
      await work.blur();
      await expect(page.getByText('7 habits, 26 h a day')).toBeVisible();
      await expect(page.getByText('2 h more than a day has')).toBeVisible();
      await work.fill('');
      await page.getByRole('button', { name: 'Continue' }).click();
      await expect(work).toBeFocused();
      await work.fill('2h');
      await page.getByRole('button', { name: 'Continue' }).click();

      await expect(page.getByText('Step 2 of 3')).toBeVisible();
      await expect(page.getByRole('heading', { name: 'When your day begins' })).toBeFocused();
      await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Berlin');
      expect(await violations(page), 'the time').toEqual([]);
      await page.getByRole('button', { name: 'Back' }).click();
      await expect(page.getByRole('checkbox', { name: 'Blog' })).not.toBeChecked();
      await expect(work).toHaveValue('2:00');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByLabel('My day starts at').selectOption('4');
      await page.getByRole('button', { name: 'Continue' }).click();

      await expect(page.getByText('Step 3 of 3')).toBeVisible();
      await expect(page.getByLabel('Sleep: minutes')).toBeFocused();
      expect(await violations(page), 'the entry').toEqual([]);
      expect(await habitsOf(page)).toHaveLength(10);
      const habits = await habitsInUse(page);
      expect(habits.map((habit) => habit.name)).toEqual([
        'Sleep',
        'Exercise',
        'English',
        'Reading',
        'Work',
        'Rest',
        'AI',
      ]);
      expect(habits[4]).toMatchObject({ target: 120, weekendTarget: 120 });

      await page.keyboard.type('7h');
      await page.keyboard.press('Enter');
      await expectSaved(page);
      await expect(page.getByRole('heading', { name: 'This is your number' })).toBeVisible();
      expect(await violations(page), 'the number').toEqual([]);
      await page.getByRole('button', { name: 'Got it' }).click();
      await page.reload();
      await expect(page.getByLabel('Sleep: minutes')).toHaveValue('7:00');
      await expect(page.getByText('Step 3 of 3')).toHaveCount(0);
      await page.goto('/settings');
      await expect(page.getByLabel('My day starts at')).toHaveValue('4');
    });

    test('each step can be skipped, and changes nothing', async ({ page }) => {
      await beginFirstRun(page);
      await page.getByRole('checkbox', { name: 'Blog' }).uncheck();
      await page.getByRole('button', { name: 'Skip', exact: true }).click();
      await page.getByLabel('My day starts at').selectOption('4');
      await page.getByRole('button', { name: 'Skip', exact: true }).click();
      await page.getByRole('button', { name: 'Skip', exact: true }).click();
      await expect(page.getByText('Step 3 of 3')).toHaveCount(0);
      await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeFocused();
      expect(await habitsInUse(page)).toHaveLength(10);
      await page.goto('/settings');
      await expect(page.getByLabel('My day starts at')).toHaveValue('0');
      await page.goto('/first-run');
      await expect(page).toHaveURL(/\/$/);
    });
  });
}

test.describe('in Russian', () => {
  test.use({ ...NARROW_PHONE, locale: 'ru-RU', bypassCSP: true, serviceWorkers: 'block' });

  test('habits have Russian names', async ({ page }) => {
    await beginFirstRun(page);
    await expect(page.getByText('10 привычек, 21 ч 10 мин в день')).toBeVisible();
    await page.getByRole('checkbox', { name: 'Блог' }).uncheck();
    await page.getByRole('checkbox', { name: 'Сон' }).uncheck();
    await expect(page.getByText('8 привычек, 12 ч 50 мин в день')).toBeVisible();
    await expectNoSidewaysScroll(page);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Дальше' }).click();
    await expect(page.getByText('Шаг 2 из 3')).toBeVisible();
    await expect(page.getByText(/^Сегодня у вас [а-я]+, \d/)).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Дальше' }).click();
    await expect(page.getByText('Шаг 3 из 3')).toBeVisible();
    await expectNoSidewaysScroll(page);
    expect((await habitsInUse(page)).map(({ name }) => name)).not.toContain('Блог');
  });
});

test('habits that were left out can be chosen again after going back from the entry', async ({
  page,
}) => {
  await beginFirstRun(page);
  await page.getByRole('checkbox', { name: 'Reading' }).uncheck();
  await page.getByRole('checkbox', { name: 'Blog' }).uncheck();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Step 3 of 3')).toBeVisible();
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByText('8 habits, 20 h 20 min a day')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Blog' })).not.toBeChecked();
  await page.getByRole('checkbox', { name: 'Reading' }).check();
  await page.getByLabel('Reading: target a day').fill('45');
  await page.getByRole('checkbox', { name: 'Sleep' }).uncheck();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Exercise: minutes')).toBeFocused();
  const habits = await habitsInUse(page);
  expect(habits.map((habit) => habit.name)).toEqual([
    'Exercise',
    'English',
    'Reading',
    'Work',
    'Rest',
    'Driving licence',
    'AI',
    'Analytics',
  ]);
  expect(habits[2]).toMatchObject({ target: 45 });
});

test('what is recorded elsewhere meanwhile is kept', async ({ page }) => {
  await beginFirstRun(page);
  const headers = await authorization(page);
  const before = await habitsOf(page);
  const { entries } = (await (await page.request.get('/api/days/today', { headers })).json()) as {
    entries: { habitId: string; name: string }[];
  };
  const blog = entries.find(({ name }) => name === 'Blog')?.habitId;
  const saved = await page.request.put('/api/days/today', {
    headers,
    data: { entries: [{ habitId: blog, amount: 30 }], tasks: [] },
  });
  expect(saved.ok()).toBe(true);
  await page.getByRole('checkbox', { name: 'Blog' }).uncheck();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'This is your number' })).toBeVisible();
  expect(await habitsOf(page)).toHaveLength(before.length);
});
