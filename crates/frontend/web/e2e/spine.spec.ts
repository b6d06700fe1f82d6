import { expect, test } from '@playwright/test';
import { authorization, enterTime, expectSaved, signIn, signUp } from './account';

interface Day {
  date: string;
  kpi: number | null;
  entries: { habitId: string; amount: number | null; quality: number | null }[];
  tasks: Record<string, unknown>[];
}

test('a first day, from signing up to signing in again', async ({ page }) => {
  const account = await signUp(page);

  await expect(
    page.getByRole('listitem').filter({ has: page.getByLabel(/: minutes$/) }),
  ).toHaveCount(10);
  await expect(page.getByText('No KPI yet')).toBeVisible();

  await enterTime(page, 'Sleep: minutes', '8h');
  await enterTime(page, 'Exercise: minutes', '1:15');
  await enterTime(page, 'Reading: minutes', '45');
  await page.getByRole('button', { name: 'English: set the target, 1:00' }).click();
  await page.getByRole('button', { name: 'Exercise: quality' }).click();
  await page.getByRole('group', { name: 'Exercise: quality' }).getByLabel('4 of 5').check();

  await page.getByRole('button', { name: 'Add a task' }).first().click();
  await page.getByLabel('Task 1: title').fill('Prepare the report');
  await page.getByLabel('Priority of Prepare the report').selectOption('high');
  await enterTime(page, 'Estimate for Prepare the report', '1h');
  await enterTime(page, 'Spent on Prepare the report', '50');
  await page.getByLabel('Done: Prepare the report').check();
  await page.getByRole('button', { name: 'Add a task' }).first().click();
  await page.getByLabel('Task 2: title').fill('Call the dentist');
  await expectSaved(page);

  // The displayed KPI equals the API's KPI for the saved day.
  const headers = await authorization(page);
  const day = (await (await page.request.get('/api/days/today', { headers })).json()) as Day;
  expect(day.tasks.map((task) => task['title'])).toEqual([
    'Prepare the report',
    'Call the dentist',
  ]);
  const preview = await page.request.post('/api/kpi/preview', {
    headers,
    data: {
      date: day.date,
      entries: day.entries
        .filter(({ amount, quality }) => amount !== null || quality !== null)
        .map(({ habitId, amount, quality }) => ({ habitId, amount, quality })),
      tasks: day.tasks,
    },
  });
  expect(preview.status()).toBe(200);
  const { kpi } = (await preview.json()) as { kpi: number };
  expect(kpi).toBe(day.kpi);
  const shown = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(kpi);
  await expect(page.getByTestId('kpi')).toHaveText(shown);

  await page.reload();
  await expect(page.getByTestId('kpi')).toHaveText(shown);
  await expect(page.getByLabel('Exercise: minutes')).toHaveValue('1:15');
  await expect(page.getByLabel('English: minutes')).toHaveValue('1:00');
  await page.getByRole('button', { name: 'Exercise: quality, 4 of 5' }).click();
  await expect(
    page.getByRole('group', { name: 'Exercise: quality' }).getByLabel('4 of 5'),
  ).toBeChecked();
  await expect(page.getByLabel('Task 1: title')).toHaveValue('Prepare the report');
  await expect(page.getByLabel('Done: Prepare the report')).toBeChecked();

  await page.getByRole('link', { name: 'Year' }).click();
  const heading = page.getByRole('heading', { level: 1, name: /^Year/ });
  await expect(heading).toBeFocused();
  await expect(page).toHaveTitle(/^Year/);
  const cell = page.getByRole('link', { name: new RegExp(`\\(today\\): KPI ${shown} so far,`) });
  await expect(cell).toBeVisible();
  await cell.click();
  await expect(page).toHaveURL(new RegExp(`/day/${day.date}$`));
  await expect(page.getByLabel('Exercise: minutes')).toHaveValue('1:15');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await signIn(page, account);
  await expect(page.getByTestId('kpi')).toHaveText(shown);
});

test('the day before can be entered, marked as an exception, and taken back', async ({ page }) => {
  await signUp(page);
  await page.getByRole('button', { name: 'Previous day' }).click();
  await expect(page).toHaveURL(/\/day\/\d{4}-\d{2}-\d{2}$/);
  await enterTime(page, 'Reading: minutes', '30');
  await expectSaved(page);
  await expect(page.getByTestId('kpi')).toHaveText(/^\d/);

  const next = page.getByRole('button', { name: 'Next day' });
  await next.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeVisible();
  await expect(next).toBeFocused();
  await page.getByRole('button', { name: 'Previous day' }).click();

  await page.getByRole('button', { name: 'Away', exact: true }).click();
  await expect(page.getByLabel('What happened')).toBeFocused();
  await page.getByLabel('What happened').selectOption('travel');
  await page.getByLabel('Note (optional)').fill('On the train');
  await page.getByRole('button', { name: 'Mark as away' }).click();
  await expect(page.getByRole('button', { name: /^Travel, \d/ })).toBeFocused();
  await expect(page.getByText('No KPI on a day away')).toBeVisible();

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('kpi')).toHaveText(/^\d/);
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:30');
});

test('a suggestion is one press away, records nothing itself, and raises the number', async ({
  page,
}) => {
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '30');
  await expectSaved(page);
  const before = Number(await page.getByTestId('kpi').textContent());
  const suggestions = page.getByRole('region', { name: 'What would raise it' });
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request.url());
  });
  const suggestion = suggestions.getByRole('button', { name: /more/ }).first();
  const habit = ((await suggestion.textContent()) ?? '').split(':')[0] ?? '';
  const field = page.getByLabel(`${habit}: minutes`);
  const entered = await field.inputValue();
  await suggestion.click();
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(/not entered yet/);
  const proposed = await field.inputValue();
  expect(proposed).not.toBe(entered);
  // Left without Enter, nothing of it is recorded.
  await field.blur();
  await expect(field).toHaveValue(entered);
  await expectSaved(page);
  expect(sent).toEqual([]);

  await suggestion.click();
  await expect(field).toHaveValue(proposed);
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(proposed);
  await expectSaved(page);
  await expect
    .poll(async () => Number(await page.getByTestId('kpi').textContent()))
    .toBeGreaterThan(before);
});

test('a removed task can be brought back', async ({ page }) => {
  await signUp(page);
  await page.getByRole('button', { name: 'Add a task' }).first().click();
  await page.getByLabel('Task 1: title').fill('Water the plants');
  await expectSaved(page);
  await page.getByRole('button', { name: 'Remove Water the plants' }).click();
  await expectSaved(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectSaved(page);
  await page.reload();
  await expect(page.getByLabel('Task 1: title')).toHaveValue('Water the plants');
});
