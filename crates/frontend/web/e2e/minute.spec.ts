import { expect, type Page, test } from '@playwright/test';
import { authorization, call, chooseRussian, enterTime, expectSaved, signUp } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll } from './layout';
import { openPage } from './openPage';

interface Entry {
  name: string;
  amount: number | null;
  target: number | null;
}

/** Counts the events of a kind that the page gets from here on: what a person did, not a script. */
async function counter(
  page: Page,
  kind: 'keydown' | 'pointerdown',
): Promise<() => Promise<number>> {
  await page.evaluate((kind) => {
    Object.assign(window, { counted: 0 });
    const count = (event: Event) => {
      if (event.isTrusted) (window as unknown as { counted: number }).counted += 1;
    };
    window.addEventListener(kind, count, { capture: true });
  }, kind);
  return () => page.evaluate(() => (window as unknown as { counted: number }).counted);
}

async function storedEntries(page: Page): Promise<Entry[]> {
  const headers = await authorization(page);
  const response = await page.request.get('/api/days/today', { headers });
  return ((await response.json()) as { entries: Entry[] }).entries;
}

/** Takes away the notice about an address that is not confirmed yet. */
async function hideNotice(page: Page): Promise<void> {
  const later = page.getByRole('button', { name: 'Later' });
  if (await later.isVisible()) await later.click();
}

/** Records the habits of the twelve days before today, rated and as planned; the last of these days. */
async function recordWeeks(page: Page): Promise<string> {
  const { date: today } = (await call(page, 'GET', '/api/days/today')) as { date: string };
  const { habits } = (await call(page, 'GET', '/api/habits')) as {
    habits: { id: string; target: number }[];
  };
  const entries = habits.map(({ id, target }) => ({ habitId: id, amount: target, quality: 4 }));
  const before = (days: number) =>
    new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
  for (let days = 12; days >= 1; days -= 1) {
    await call(page, 'PUT', `/api/days/${before(days)}`, { entries, tasks: [] });
  }
  return before(1);
}

/** Fails unless seven habits are above the bar of pages, with the parts of each side by side. */
async function expectSevenRows(page: Page): Promise<void> {
  const rows = await page.getByTestId(/^habit-/).evaluateAll((found) => {
    const bottom = document.querySelector('nav')?.getBoundingClientRect().top ?? 0;
    return found.map((row) => {
      const centre = (part: Element | null) => {
        const box = part?.getBoundingClientRect();
        return box ? box.top + box.height / 2 : 0;
      };
      const box = row.getBoundingClientRect();
      const parts = [
        'div:has(> h3)',
        '[aria-label*="target"], [aria-label*="цел"]',
        '[data-amount]',
      ];
      return {
        fits: box.top >= 0 && box.bottom <= bottom,
        apart: Math.max(
          ...parts.map((part) => Math.abs(centre(row.querySelector(part)) - centre(row))),
        ),
      };
    });
  });
  expect(rows).toHaveLength(10);
  expect(rows.filter(({ fits }) => fits).length).toBeGreaterThanOrEqual(7);
  for (const { apart } of rows) expect(apart).toBeLessThan(4);
}

/** Ten values of one's own, none of them the target, in the order of the habits. */
const OWN = {
  Sleep: ['450', 450],
  Exercise: ['45', 45],
  English: ['50', 50],
  Reading: ['20', 20],
  Work: ['7h', 420],
  Rest: ['90', 90],
  'Driving licence': ['15', 15],
  Blog: ['25', 25],
  AI: ['40', 40],
  Analytics: ['35', 35],
} as const;

test.describe('with a keyboard', () => {
  test.use({ viewport: { width: 1280, height: 800 }, bypassCSP: true, serviceWorkers: 'block' });

  /** One click puts the cursor into the first field; every key pressed after it counts, Enter too. */
  test('ten own values take at most 33 keys', async ({ page }) => {
    await signUp(page);
    await page.getByLabel('Sleep: minutes').click();
    const keys = await counter(page, 'keydown');
    for (const [text] of Object.values(OWN)) {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    }
    expect(await keys()).toBeLessThanOrEqual(33);
    await expectSaved(page);
    const entries = await storedEntries(page);
    expect(Object.fromEntries(entries.map(({ name, amount }) => [name, amount]))).toEqual(
      Object.fromEntries(Object.entries(OWN).map(([name, [, minutes]]) => [name, minutes])),
    );
    for (const { amount, target } of entries) expect(amount).not.toBe(target);
  });

  test('the arrows go through the fields, step and open the quality', async ({ page }) => {
    await signUp(page);
    const [sleep, exercise] = [
      page.getByLabel('Sleep: minutes'),
      page.getByLabel('Exercise: minutes'),
    ];
    await sleep.click();
    await page.keyboard.type('1ч30');
    await page.keyboard.press('ArrowDown');
    await expect(sleep).toHaveValue('1:30');
    await expect(exercise).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(sleep).toBeFocused();
    await page.keyboard.press('Shift+ArrowUp');
    await expect(sleep).toHaveValue('2:00');
    await page.keyboard.press('Alt+ArrowDown');
    const quality = page.getByRole('group', { name: 'Sleep: quality' });
    await expect(quality.getByLabel('1 of 5')).toBeFocused();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('4');
    await expect(quality.getByLabel('4 of 5')).toBeChecked();
    await page.keyboard.press('Enter');
    await expect(exercise).toBeFocused();
    await expect(quality).toHaveCount(0);
    await expectSaved(page);
    await expect(page.getByRole('button', { name: 'Sleep: quality, 4 of 5' })).toBeVisible();
  });

  test('shortcuts work outside of fields, and can be turned off', async ({ page }) => {
    await signUp(page);
    const heading = page.getByRole('heading', { level: 1 });
    const today = (await heading.textContent()) ?? '';
    await page.keyboard.press('[');
    await expect(page).toHaveURL(/\/day\//);
    await page.keyboard.press('[');
    await page.keyboard.press(']');
    await page.keyboard.press('t');
    await expect(heading).toHaveText(today);
    await page.keyboard.press(']');
    await expect(page.getByText('This day is ahead.')).toBeVisible();
    await page.keyboard.press('[');
    await expect(heading).toHaveText(today);
    // The heading is there before the day is loaded.
    await expect(page.getByRole('button', { name: 'Add a task' }).first()).toBeVisible();

    await page.keyboard.press('n');
    const title = page.getByLabel('Task 1: title');
    await expect(title).toBeFocused();
    await expect(title).toHaveValue('');
    await page.keyboard.type('tn[]?');
    await expect(title).toHaveValue('tn[]?');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByLabel('Sleep: minutes').click();
    await page.keyboard.type('t');
    await expect(page.getByLabel('Sleep: minutes')).toHaveValue('t');
    await page.keyboard.press('Escape');
    await heading.focus();

    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(dialog).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('switch', { name: 'Shortcuts' }).uncheck();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await heading.focus();
    await page.keyboard.press('?');
    await page.keyboard.press('[');
    await expectSaved(page);
    await page.reload();
    await expect(heading).toHaveText(today);
    await page.keyboard.press('?');
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await dialog.getByRole('switch', { name: 'Shortcuts' }).check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('[');
    await expect(page).toHaveURL(/\/day\//);
  });

  test('"All as planned" and a target are taken back', async ({ page }) => {
    await signUp(page);
    await enterTime(page, 'Reading: minutes', '10');
    await page.getByRole('button', { name: 'All as planned' }).click();
    await expect(page.getByLabel('Sleep: minutes')).toHaveValue('8:00');
    await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:10');
    await expectSaved(page);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByLabel('Sleep: minutes')).toHaveValue('');
    await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:10');

    const sleep = page.getByRole('button', { name: /^Sleep: .* target/ });
    await sleep.click();
    await expect(page.getByLabel('Sleep: minutes')).toHaveValue('8:00');
    await sleep.click();
    await expect(page.getByLabel('Sleep: minutes')).toHaveValue('');

    await enterTime(page, 'Reading: minutes', '');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expectSaved(page);
    const entries = await storedEntries(page);
    expect(entries.filter(({ amount }) => amount !== null)).toMatchObject([
      { name: 'Reading', amount: 10 },
    ]);
  });
});

test.describe('on a phone', () => {
  test.use({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    bypassCSP: true,
    serviceWorkers: 'block',
  });

  /**
   * Every touch of the screen counts, and there is no other input, so the keyboard on the screen
   * is not needed. The values differ from the plan by one or two steps.
   */
  test('ten own values take at most 20 taps', async ({ page }) => {
    await signUp(page);
    const taps = await counter(page, 'pointerdown');
    await page.getByRole('button', { name: 'All as planned' }).tap();
    for (const name of Object.keys(OWN)) {
      await page.getByRole('button', { name: new RegExp(`^${name}: .* less$`) }).tap();
    }
    for (const name of ['Sleep', 'Work', 'Exercise', 'English', 'Rest', 'AI']) {
      await page.getByRole('button', { name: new RegExp(`^${name}: .* less$`) }).tap();
    }
    expect(await taps()).toBeLessThanOrEqual(20);
    await expectSaved(page);
    const entries = await storedEntries(page);
    expect(entries).toHaveLength(10);
    for (const { amount, target } of entries) {
      expect(amount).not.toBeNull();
      expect(amount).not.toBe(target);
    }
  });

  for (const language of ['English', 'Русский']) {
    test(`seven habits fit the screen, a row each, in ${language}`, async ({ page }) => {
      await signUp(page);
      await hideNotice(page);
      await enterTime(page, 'Reading: minutes', '30');
      await expectSaved(page);
      if (language !== 'English') {
        await openPage(page, 'Settings');
        await page.getByLabel(language).check();
        await page.getByRole('link', { name: 'Сегодня' }).tap();
        await expect(page.getByRole('heading', { level: 1, name: /^Сегодня/ })).toBeVisible();
      }
      await page.getByRole('heading', { level: 2, name: /Habits|Привычки/ }).waitFor();
      await expectSevenRows(page);
      expect(await violations(page)).toEqual([]);
    });

    test(`seven habits fit on a day with ratings and streaks, in ${language}`, async ({ page }) => {
      await signUp(page);
      await hideNotice(page);
      const yesterday = await recordWeeks(page);
      if (language !== 'English') await chooseRussian(page);
      await page.goto(`/day/${yesterday}`);
      const row = page.getByTestId(/^habit-/).first();
      await expect(
        row.getByText(language === 'English' ? '12-day streak' : 'серия 12 дней'),
      ).toBeAttached();
      await expectSevenRows(page);
      await page.setViewportSize({ width: 360, height: 844 });
      await expectSevenRows(page);
      await expectNoSidewaysScroll(page);
    });
  }
});
