import { expect, type Page, test } from '@playwright/test';
import { call, enterTime, expectSaved, signUp } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll } from './layout';
import { DESKTOP, PHONE } from './screens';

interface Exception {
  from: string;
  to: string;
  kind: string;
  note: string | null;
}

/** The exceptions of 2024. */
async function exceptions(page: Page): Promise<Exception[]> {
  const list = await call(page, 'GET', '/api/exceptions?from=2024-01-01&to=2024-12-31');
  return (list as { exceptions: Exception[] }).exceptions.map(({ from, to, kind, note }) => ({
    from,
    to,
    kind,
    note,
  }));
}

/** A change may take several requests, and live updates show each of them. */
async function expectExceptions(page: Page, expected: unknown[]): Promise<void> {
  await expect.poll(() => exceptions(page)).toEqual(expected);
}

/** The button beside the date. */
const away = (page: Page) => page.getByRole('button', { name: 'Away', exact: true });
const marked = (page: Page, text: string | RegExp) => page.getByRole('button', { name: text });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' });

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, bypassCSP: true, reducedMotion: 'reduce', serviceWorkers: 'block' });

    test('a range over the end of a month is marked at once, changed, cleared and undone', async ({
      page,
    }) => {
      await signUp(page);
      await page.goto('/day/2024-02-27');
      await enterTime(page, 'Reading: minutes', '25');
      // Not saved yet: it is neither lost nor saved over the exception.
      await away(page).click();
      const dialog = page.getByRole('dialog', { name: 'Days away' });
      await expect(dialog.getByLabel('From')).toHaveValue('2024-02-27');
      expect(await violations(page), 'the dialog').toEqual([]);
      await dialog.getByLabel('To').fill('2024-03-02');
      await dialog.getByLabel('Note (optional)').fill('Flu');
      await dialog.getByRole('button', { name: 'Mark as away' }).click();
      const chip = marked(page, /^Illness, 27 February.–.2 March$/);
      await expect(chip).toBeFocused();
      await expectSaved(page);
      await expectNoSidewaysScroll(page);
      const flu = { from: '2024-02-27', to: '2024-03-02', kind: 'illness', note: 'Flu' };
      await expectExceptions(page, [flu]);

      // Its habits are folded, and can be entered all the same.
      await expect(page.getByLabel('Reading: minutes')).toBeHidden();
      await page.getByRole('button', { name: /habits, folded on a day away/ }).click();
      await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:25');
      await enterTime(page, 'Reading: minutes', '35');
      await expectSaved(page);
      expect(await violations(page), 'a day away').toEqual([]);

      // Another day of the range tells the same.
      await page.goto('/day/2024-03-01');
      await chip.click();
      const change = page.getByRole('dialog', { name: 'Change the days away' });
      await change.getByLabel('What happened').selectOption('travel');
      await change.getByLabel('From').fill('2024-02-29');
      await change.getByRole('button', { name: 'Save' }).click();
      await expect(marked(page, /^Travel, 29 February.–.2 March$/)).toBeFocused();
      await expectExceptions(page, [{ ...flu, kind: 'travel', from: '2024-02-29' }]);
      await undo(page).click();
      await expect(chip).toBeVisible();
      await expectExceptions(page, [flu]);

      await chip.click();
      await change.getByRole('button', { name: 'Remove from this day only' }).click();
      await expect(away(page)).toBeFocused();
      await expectExceptions(page, [
        { ...flu, to: '2024-02-29' },
        { ...flu, from: '2024-03-02' },
      ]);
      await undo(page).click();
      await expect(chip).toBeVisible();

      await chip.click();
      await change.getByRole('button', { name: 'Remove from all 5 days' }).click();
      await expect(away(page)).toBeFocused();
      await expectExceptions(page, []);
      await undo(page).click();
      await expect(chip).toBeVisible();
      await expectExceptions(page, [flu]);
      await page.goto('/day/2024-02-27');
      await page.getByRole('button', { name: /habits, folded on a day away/ }).click();
      await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:35');
    });

    test('a range in place of others is undone to each of them', async ({ page }) => {
      await signUp(page);
      const one = { from: '2024-05-02', to: '2024-05-03', kind: 'technical', note: 'No power' };
      const other = { from: '2024-05-05', to: '2024-05-05', kind: 'emergency', note: null };
      for (const body of [one, other]) await call(page, 'PUT', '/api/days/exceptions', body);
      await page.goto('/day/2024-05-01');
      await away(page).click();
      await page.getByLabel('To', { exact: true }).fill('2024-05-06');
      await page.getByRole('button', { name: 'Mark as away' }).click();
      await expect(marked(page, /^Illness, 1.*6 May$/)).toBeFocused();
      await expectExceptions(page, [expect.anything()]);
      await undo(page).click();
      await expect(away(page)).toBeVisible();
      await expectExceptions(page, [one, other]);
    });

    test('errors stand at their fields, and nothing is marked', async ({ page }) => {
      await signUp(page);
      await page.goto('/day/2024-02-27');
      await away(page).click();
      const dialog = page.getByRole('dialog', { name: 'Days away' });
      const to = dialog.getByLabel('To');
      const save = dialog.getByRole('button', { name: 'Mark as away' });
      for (const [date, error] of [
        ['2024-02-26', 'The last day is before the first one.'],
        ['2024-04-27', 'Mark at most 60 days at once.'],
        ['', 'Fill this in.'],
      ] as const) {
        await to.fill(date);
        await save.click();
        await expect(to).toHaveAccessibleDescription(error);
        await expect(to).toBeFocused();
      }
      expect(await violations(page), 'errors').toEqual([]);
      // Only the server knows what is too late.
      await dialog.getByLabel('From').fill('2199-01-01');
      await to.fill('2199-01-02');
      await save.click();
      await expect(dialog.getByLabel('From')).toHaveAccessibleDescription(
        'Choose a day between 2000 and a year from today.',
      );
      await to.fill('2024-04-26');
      await dialog.getByLabel('From').fill('2024-02-27');
      await page.route('**/api/days/exceptions', (route) => route.abort());
      await save.click();
      await expect(dialog.getByRole('alert')).toHaveText(/did not respond/);
      expect(await exceptions(page)).toEqual([]);
      await page.unroute('**/api/days/exceptions');
      await save.click();
      await expect(marked(page, /^Illness, 27 February.–.26 April$/)).toBeFocused();
    });

    test('days to come are marked ahead, and stand in the year', async ({ page }) => {
      await signUp(page);
      const { date: today } = (await call(page, 'GET', '/api/days/today')) as { date: string };
      const day = (ahead: number) =>
        new Date(Date.parse(today) + ahead * 86_400_000).toISOString().slice(0, 10);
      await away(page).click();
      await page.getByLabel('What happened').selectOption('travel');
      await page.getByLabel('From', { exact: true }).fill(day(3));
      await page.getByLabel('To', { exact: true }).fill(day(9));
      await page.getByLabel('Note (optional)').fill('Rome');
      await page.getByRole('button', { name: 'Mark as away' }).click();
      await expect(page.getByText(/^Marked as away: Travel/)).toBeVisible();
      // Today itself is no day away.
      await expect(away(page)).toBeFocused();

      // It is found again where it was marked, and by going ahead.
      await away(page).click();
      const ahead = page.getByRole('dialog').getByRole('list', { name: 'Marked ahead' });
      await expect(ahead.getByRole('listitem')).toContainText('Travel7 daysRome');
      expect(await violations(page), 'the dialog').toEqual([]);
      await ahead.getByRole('link').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(page).toHaveURL(new RegExp(`/day/${day(3)}$`));
      await page.getByRole('button', { name: 'Previous day' }).click();
      await expect(page.getByText(/^If you will be away/)).toBeVisible();
      expect(await violations(page), 'a day ahead').toEqual([]);
      await page.getByRole('button', { name: 'Next day' }).click();
      await expect(page.getByText(/^It is marked as away/)).toBeVisible();
      const strip = page.getByRole('group', { name: 'Days of the week' });
      await expect(strip.getByRole('link')).toHaveCount(7);
      await expect(strip.locator('[aria-current=page]')).toHaveAccessibleName(/: Travel$/);
      await page.getByRole('button', { name: 'Choose a day' }).click();
      await page.getByRole('gridcell', { selected: true }).getByRole('button').press('ArrowRight');
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(new RegExp(`/day/${day(4)}$`));
      // With changes that are not saved yet it asks first.
      await page.goto('/');
      await away(page).click();
      await page.getByLabel('Note (optional)').fill('Rome');
      await ahead.getByRole('link').click();
      await page.getByRole('button', { name: 'Stay' }).click();
      await expect(page.getByLabel('Note (optional)')).toHaveValue('Rome');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Leave' }).click();

      const year = day(3).slice(0, 4);
      await page.goto(`/year/${year}`);
      const card = page.getByRole('region', { name: 'Days away' });
      await expect(card).toContainText('Rome');
      await expectNoSidewaysScroll(page);
      await page.waitForLoadState('networkidle');
      expect(await violations(page), 'the year').toEqual([]);
      await card.getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`/day/${day(3)}$`));
      await expect(page.getByText('This day is ahead.')).toBeVisible();
      await marked(page, /^Travel, /).click();
      await page.getByRole('button', { name: 'Remove from all 7 days' }).click();
      await expect(away(page)).toBeFocused();
      await page.goto('/year/2024');
      await expect(card).toContainText('There are none.');
    });
  });
}

test('days ahead end a year from today, as the API has it', async ({ page }) => {
  await signUp(page);
  const { date: today } = (await call(page, 'GET', '/api/days/today')) as { date: string };
  const day = (ahead: number) =>
    new Date(Date.parse(today) + ahead * 86_400_000).toISOString().slice(0, 10);
  await call(page, 'PUT', `/api/days/${day(366)}/exception`, { kind: 'travel' });
  await page.goto(`/day/${day(365)}`);
  const next = page.getByRole('button', { name: 'Next day' });
  await next.click();
  await expect(page).toHaveURL(new RegExp(`/day/${day(366)}$`));
  await expect(page.getByText(/^It is marked as away/)).toBeVisible();
  await expect(next).toBeDisabled();
  await expect(next).toBeFocused();
  await page.keyboard.press(']');
  await expect(page).toHaveURL(new RegExp(`/day/${day(366)}$`));
  await page.goto(`/day/${day(367)}`);
  await expect(page.getByText('Days can be opened up to a year ahead.')).toBeVisible();
});

test('the month tells how many of its days away are ahead', async ({ page }) => {
  await signUp(page);
  const { date: today } = (await call(page, 'GET', '/api/days/today')) as { date: string };
  const month = new Date(today);
  // The next month, all of which is ahead.
  month.setUTCDate(1);
  month.setUTCMonth(month.getUTCMonth() + 1);
  const from = month.toISOString().slice(0, 10);
  const to = `${from.slice(0, 8)}03`;
  await call(page, 'PUT', '/api/days/exceptions', { from, to, kind: 'travel', note: null });
  await page.goto(`/month/${month.getUTCFullYear()}/${month.getUTCMonth() + 1}`);
  const figure = page.locator('dl > div').filter({ hasText: 'Days away' });
  await expect(figure).toContainText('33 of them ahead');
  const card = page.getByRole('region', { name: 'Days away' });
  await expect(card).toContainText('3 days 3 of them ahead');
});

test('the year tells days away by kind, with their share of the year', async ({ page }) => {
  await signUp(page);
  for (const body of [
    { from: '2023-12-30', to: '2024-01-02', kind: 'travel', note: 'New Year' },
    { from: '2024-02-27', to: '2024-03-02', kind: 'illness', note: null },
    { from: '2024-07-01', to: '2024-08-15', kind: 'travel', note: null },
  ]) {
    await call(page, 'PUT', '/api/days/exceptions', body);
  }
  await page.goto('/year/2024');
  const card = page.getByRole('region', { name: 'Days away' });
  await expect(card).toContainText('53 days 14% of the days that are over');
  await expect(card).toContainText('Illness5');
  await expect(card).toContainText('Travel48');
  await expect(card.getByRole('link')).toHaveText([
    /^1.*2 January$/,
    /27 February.*2 March/,
    /July/,
  ]);
  await card.getByRole('link', { name: /27 February/ }).click();
  await expect(page).toHaveURL(/\/day\/2024-02-27$/);
  await expect(marked(page, /^Illness, 27 February/)).toBeVisible();
});
