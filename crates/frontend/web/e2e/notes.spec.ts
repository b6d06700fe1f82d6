import { expect, type Page, test } from '@playwright/test';
import { call, enterTime, expectSaved, signUp } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll } from './layout';
import { DESKTOP, PHONE } from './screens';

const note = (page: Page) => page.getByLabel('Note of the day');

/** Writes notes of days of 2024, as another device does. */
async function writeNotes(page: Page, notes: Record<string, string>): Promise<void> {
  for (const [date, text] of Object.entries(notes)) {
    await call(page, 'PUT', `/api/days/${date}`, { entries: [], tasks: [], note: text });
  }
}

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, bypassCSP: true, reducedMotion: 'reduce', serviceWorkers: 'block' });

    test('a note is saved with its day, grows, and is cleared and brought back with it', async ({
      page,
    }) => {
      await signUp(page);
      const height = async () => (await note(page).boundingBox())?.height ?? 0;
      const empty = await height();
      const text = 'Rain all day.\nА вечером прогулка.\n\nThree more\nlines.';
      await note(page).fill(text);
      expect(await height()).toBeGreaterThan(empty);
      await expectSaved(page);
      await page.reload();
      await expect(note(page)).toHaveValue(text);
      // A note alone gives no KPI.
      await expect(page.getByText('No KPI yet')).toBeVisible();
      await enterTime(page, 'Reading: minutes', '30');
      await expectSaved(page);
      expect(await violations(page)).toEqual([]);

      await page.getByRole('button', { name: 'Clear this day' }).click();
      await expect(note(page)).toHaveValue('');
      await expectSaved(page);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(note(page)).toHaveValue(text);
      await expectSaved(page);
      await page.reload();
      await expect(note(page)).toHaveValue(text);

      await note(page).fill('word '.repeat(390));
      await expect(page.getByText('1,950 of 2,000 characters')).toBeVisible();
      await expectNoSidewaysScroll(page);
    });

    test('notes are searched, and lead to their days', async ({ page }) => {
      await signUp(page);
      await page.getByRole('link', { name: 'Search notes' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Notes' })).toBeFocused();
      await expect(page.getByText('No note yet')).toBeVisible();
      expect(await violations(page), 'without notes').toEqual([]);
      await page.getByRole('link', { name: 'Write today’s note' }).click();
      await writeNotes(page, {
        '2024-03-01': 'Rain and more rain',
        '2024-03-03': 'Весь день ГРОЗА, 100% дома',
        '2024-03-05': `A long walk. ${'And so on. '.repeat(40)}No rain at all.`,
      });
      await page.reload();
      await page.getByRole('link', { name: 'Search notes' }).click();
      const found = page.getByRole('main').getByRole('listitem');
      await expect(found).toHaveText([/5 March/, /3 March.*Весь день/, /1 March.*Rain and more/]);
      await expect(page.locator('mark')).toHaveCount(0);
      expect(await violations(page), 'before a search').toEqual([]);

      const search = page.getByRole('searchbox', { name: 'Search your notes' });
      await search.fill('RAIN');
      await expect(found).toHaveText([/5 March 2024.*No rain/, /1 March 2024.*Rain and more rain/]);
      await expect(page.locator('mark')).toHaveText(['rain', 'Rain', 'rain']);
      await expect(page).toHaveURL(/\/notes\?q=RAIN$/);
      await expect(page.getByText('2 days', { exact: true })).toBeVisible();
      expect(await violations(page), 'what was found').toEqual([]);
      await expectNoSidewaysScroll(page);

      await search.fill('гроза');
      await expect(page.locator('mark')).toHaveText(['ГРОЗА']);
      await search.fill('100%');
      await expect(page.locator('mark')).toHaveText(['100%']);
      await search.fill('snow');
      await expect(page.getByText('No note has “snow”.')).toBeVisible();
      expect(await violations(page), 'nothing found').toEqual([]);

      // The search is in the URL: a reload and the way back keep it.
      await search.fill('rain');
      await expect(found).toHaveCount(2);
      await page.reload();
      await expect(search).toHaveValue('rain');
      await found.last().getByRole('link').click();
      await expect(page).toHaveURL(/\/day\/2024-03-01$/);
      await note(page).fill('Snow');
      await expectSaved(page);
      await page.goBack();
      await expect(search).toHaveValue('rain');
      await expect(found).toHaveCount(1);
    });
  });
}

test('a note that is written offline is saved when the network is back', async ({
  page,
  context,
}) => {
  await signUp(page);
  await note(page).fill('Before the tunnel');
  await expectSaved(page);
  await context.setOffline(true);
  await note(page).fill('In the tunnel');
  await expect(page.getByTestId('save-state')).toHaveText('Offline – will be saved');
  await context.setOffline(false);
  await expectSaved(page);
  await page.reload();
  await expect(note(page)).toHaveValue('In the tunnel');
});

test('earlier days are listed when they are wanted', async ({ page }) => {
  await signUp(page);
  const day = (index: number) => new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);
  await writeNotes(
    page,
    Object.fromEntries(Array.from({ length: 53 }, (_, index) => [day(index), `Rain ${index + 1}`])),
  );
  await page.goto('/notes?q=rain');
  const found = page.getByRole('main').getByRole('listitem');
  await expect(found).toHaveCount(50);
  await expect(page.getByText('The latest 50 days')).toBeVisible();
  await page.getByRole('button', { name: 'Show earlier days' }).click();
  await expect(found).toHaveCount(53);
  await expect(found.nth(50).getByRole('link')).toBeFocused();
  await expect(found.last()).toContainText('Rain 1');
  await expect(page.getByRole('button', { name: 'Show earlier days' })).toHaveCount(0);
});
