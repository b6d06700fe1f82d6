import { expect, type Page, type Request, test } from '@playwright/test';
import { authorization, enterTime, expectSaved, signUp } from './account';
import { openPage } from './openPage';

interface Body {
  entries: { habitId: string; amount: number | null }[];
}

/** The saves of days that the page sends from now on. */
function saves(page: Page): Body[] {
  const bodies: Body[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'PUT' && request.url().includes('/api/days/')) {
      bodies.push(request.postDataJSON() as Body);
    }
  });
  return bodies;
}

async function storedMinutes(page: Page, habit: string, date = 'today'): Promise<number | null> {
  const headers = await authorization(page);
  const response = await page.request.get(`/api/days/${date}`, { headers });
  const day = (await response.json()) as { entries: { name: string; amount: number | null }[] };
  return day.entries.find(({ name }) => name === habit)?.amount ?? null;
}

/** A person who types slower than the pause after which edits are saved. */
const SLOW = { delay: 900 };

test('a slow 1h30 is one save, of an hour and a half', async ({ page }) => {
  await signUp(page);
  const sent = saves(page);
  await page.getByLabel('Reading: minutes').pressSequentially('1h30', SLOW);
  expect(sent).toEqual([]);
  await page.keyboard.press('Enter');
  await expectSaved(page);
  expect(sent.map(({ entries }) => entries.map(({ amount }) => amount))).toEqual([[90]]);
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('1:30');
});

test('Enter goes from habit to habit', async ({ page }) => {
  await signUp(page);
  await expect(page.getByLabel(/: minutes$/)).toHaveCount(10);
  const labels = await page
    .getByLabel(/: minutes$/)
    .evaluateAll((fields) => fields.map((field) => field.getAttribute('aria-label')));
  await page
    .getByLabel(/: minutes$/)
    .first()
    .focus();
  for (const label of labels) {
    await expect(page.getByLabel(label ?? '')).toBeFocused();
    await page.keyboard.type('20');
    await page.keyboard.press('Enter');
  }
  await expectSaved(page);
  for (const label of labels) await expect(page.getByLabel(label ?? '')).toHaveValue('0:20');
});

test('what can not be read stays, with a sentence, and nothing of it is saved', async ({
  page,
}) => {
  await signUp(page);
  const sent = saves(page);
  const field = page.getByLabel('Reading: minutes');
  for (const text of ['1.5', '1 30', '1441', '99999', '1:75', '2h-15m']) {
    await field.fill('');
    await field.pressSequentially(text, { delay: 250 });
    await field.blur();
    await expect(field).toHaveValue(text);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(/[.]$/);
  }
  // A save of something else takes nothing of it along and leaves the text alone.
  await enterTime(page, 'Exercise: minutes', '30');
  await expectSaved(page);
  expect(sent.map(({ entries }) => entries.map(({ amount }) => amount))).toEqual([[30]]);
  await expect(field).toHaveValue('2h-15m');

  await page.getByRole('button', { name: /^Reading: .* more$/ }).click();
  await expectSaved(page);
  await expect(field).toHaveValue(/^0:\d\d$/);
  expect(await storedMinutes(page, 'Reading')).toBeGreaterThan(0);
});

test('a response to a save leaves half-typed text alone', async ({ page }) => {
  await signUp(page);
  const arrived = page.waitForResponse((response) => response.request().method() === 'PUT');
  await enterTime(page, 'Exercise: minutes', '30');
  const field = page.getByLabel('Reading: minutes');
  await field.pressSequentially('1h');
  await arrived;
  await expect(page.getByTestId('save-state')).toHaveText('Saved');
  await expect(field).toHaveValue('1h');
  await field.pressSequentially('30');
  await expectSaved(page);
  expect(await storedMinutes(page, 'Reading')).toBe(90);
});

test('leaving by the browser, or closing, keeps what is in the field', async ({ page }) => {
  await signUp(page);
  await page.getByRole('button', { name: 'Previous day' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toHaveCount(0);
  await page.getByLabel('Reading: minutes').pressSequentially('45');
  const date = new URL(page.url()).pathname.split('/').at(-1);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeVisible();
  await expect.poll(() => storedMinutes(page, 'Reading', date)).toBe(45);

  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByLabel('Reading: minutes').pressSequentially('50');
  await page.reload();
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:50');
  await expectSaved(page);
  expect(await storedMinutes(page, 'Reading')).toBe(50);
});

test('all fields of time read alike', async ({ page }) => {
  await signUp(page);
  await page.getByRole('button', { name: 'Add a task' }).first().click();
  await page.getByLabel('Task 1: title').fill('Plan');
  const sent = saves(page);
  for (const label of ['Estimate for Plan', 'Spent on Plan']) {
    await page.getByLabel(label).fill('1.5');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel(label)).toBeFocused();
    await expect(page.getByLabel(label)).toHaveAccessibleDescription(/1\.5h/);
    await page.getByLabel(label).fill('1.5h');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel(label)).toHaveValue('1:30');
  }
  await expectSaved(page);
  expect(JSON.stringify(sent)).not.toContain(':1,');

  await openPage(page, 'Settings');
  await page.getByRole('button', { name: 'Add a habit' }).click();
  const form = page.getByRole('dialog', { name: 'New habit' });
  await form.getByLabel('Name').fill('Piano');
  await form.getByLabel('Target a day').fill('1 30');
  await form.getByRole('button', { name: 'Add the habit' }).click();
  await expect(form.getByLabel('Target a day')).toBeFocused();
  await expect(form.getByLabel('Target a day')).toHaveAccessibleDescription(/1h30/);
  await form.getByLabel('Target a day').fill('1h30');
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await expect(page.getByRole('listitem').filter({ hasText: 'Piano' })).toContainText('1:30');
});

test('a cleared day has no KPI, and comes back with Undo', async ({ page }) => {
  await signUp(page);
  const clear = page.getByRole('button', { name: 'Clear this day' });
  await expect(clear).toBeDisabled();
  await enterTime(page, 'Reading: minutes', '30');
  await page.getByRole('button', { name: 'Add a task' }).first().click();
  await page.getByLabel('Task 1: title').fill('Plan');
  await expectSaved(page);
  await expect(page.getByTestId('kpi')).toHaveText(/^\d/);
  await page.getByLabel('Exercise: minutes').fill('soon');

  await clear.click();
  await expect(clear).toBeFocused();
  for (const name of ['Reading', 'Exercise']) {
    await expect(page.getByLabel(`${name}: minutes`)).toHaveValue('');
  }
  await expect(page.getByLabel('Task 1: title')).toHaveCount(0);
  await expectSaved(page);
  await expect(page.getByText('No KPI yet')).toBeVisible();
  await expect(page.getByText('Needs attention')).toHaveCount(0);

  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(clear).toBeFocused();
  await expectSaved(page);
  await expect(page.getByTestId('kpi')).toHaveText(/^\d/);
  await page.reload();
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:30');
  await expect(page.getByLabel('Task 1: title')).toHaveValue('Plan');
});

test('a table pasted into a title is one line, and the day is saved', async ({ page }) => {
  await signUp(page);
  await page.getByRole('button', { name: 'Add a task' }).first().click();
  const title = page.getByLabel('Task 1: title');
  await expect(title).toBeFocused();
  await page.keyboard.insertText('Plan\t30\u000bmore\u0085and\u2028end');
  await expect(title).toHaveValue('Plan 30 more and end');
  await enterTime(page, 'Reading: minutes', '30');
  await expectSaved(page);
  await page.reload();
  await expect(title).toHaveValue('Plan 30 more and end');
  expect(await storedMinutes(page, 'Reading')).toBe(30);
});

test('Enter in a title leads to the next one, until there are five tasks', async ({ page }) => {
  await signUp(page);
  const title = (number: number) => page.getByLabel(`Task ${number}: title`);
  await page.getByRole('button', { name: 'Add a task' }).first().click();
  // An empty title leads nowhere.
  await page.keyboard.press('Enter');
  await expect(title(1)).toBeFocused();
  for (const [index, name] of ['One', 'Two', 'Three', 'Four', 'Five'].entries()) {
    await expect(title(index + 1)).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
  }
  await expect(title(5)).toBeFocused();
  await title(1).press('Enter');
  await expect(title(2)).toBeFocused();
  await expectSaved(page);
  await page.reload();
  await expect(title(5)).toHaveValue('Five');
  await expect(title(6)).toHaveCount(0);
});

test('the focus goes on after a task is removed, and back after Undo', async ({ page }) => {
  await signUp(page);
  for (const [index, name] of ['Plan', 'Write'].entries()) {
    await page.getByRole('button', { name: 'Add a task' }).first().click();
    await page.getByLabel(`Task ${index + 1}: title`).fill(name);
  }
  await page.getByRole('button', { name: 'Remove Plan' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Remove Write' })).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Remove Plan' })).toBeFocused();
  await page.getByRole('button', { name: 'Remove Write' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Add a task' }).first()).toBeFocused();
});
