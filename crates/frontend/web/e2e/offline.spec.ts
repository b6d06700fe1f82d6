import { expect, type Page, test } from '@playwright/test';
import { authorization, enterTime, expectSaved, signUp, storedResponses } from './account';
import { violations } from './axe';

test('what is entered offline is saved when the network is back', async ({ page, context }) => {
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '20');
  await expectSaved(page);

  await context.setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await enterTime(page, 'Reading: minutes', '35');
  await expect(page.getByTestId('save-state')).toHaveText('Offline – will be saved');

  await context.setOffline(false);
  await expectSaved(page);
  await expect(page.getByText('You are offline.')).toBeHidden();
  await page.reload();
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:35');
});

test('pages that were visited open without a network, and edits wait for it', async ({
  page,
  context,
}) => {
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '20');
  await expectSaved(page);
  await page.getByRole('link', { name: 'Year' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Year/ })).toBeVisible();
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated') {
      await new Promise((done) => active?.addEventListener('statechange', done, { once: true }));
    }
  });
  // The responses of the pages are stored within a second or so.
  await expect.poll(() => storedResponses(page)).toContain('dashboards');

  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: /^Year/ })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeVisible();
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:20');
  await enterTime(page, 'Reading: minutes', '35');
  await expect(page.getByText('You are offline.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:35');

  await context.setOffline(false);
  await expectSaved(page);
  await page.reload();
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:35');
});

test('a save is tried although the browser says that it is offline', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });
  });
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '20');
  await expectSaved(page);
  await expect(page.getByText('You are offline.')).toHaveCount(0);
});

test('a hotel’s page in place of every answer keeps the edits and the session', async ({
  page,
}) => {
  await signUp(page);
  await page.route('**/api/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<html>Welcome</html>' }),
  );
  await enterTime(page, 'Reading: minutes', '20');
  await expect(page.getByTestId('save-state')).toHaveText('Offline – will be saved');
  await expect(page.getByText('You are offline.')).toBeVisible();
  await page.unroute('**/api/**');
  await expectSaved(page);
});

test('unsaved edits survive a reload', async ({ page }) => {
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '20');
  await expectSaved(page);

  // Only saves fail, so that the page itself can be reloaded.
  await page.route('**/api/days/**', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  await enterTime(page, 'Reading: minutes', '40');
  await expect(page.getByTestId('save-state')).toHaveText('Offline – will be saved');
  await page.reload();
  await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:40');

  await page.unroute('**/api/days/**');
  await page.reload();
  await expectSaved(page);
  const headers = await authorization(page);
  const day = (await (await page.request.get('/api/days/today', { headers })).json()) as {
    entries: { name: string; amount: number | null }[];
  };
  expect(day.entries.find(({ name }) => name === 'Reading')?.amount).toBe(40);
});

/** Replaces today's entries, as another device does. */
async function enterElsewhere(page: Page, amounts: Record<string, number>): Promise<void> {
  const headers = await authorization(page);
  const day = (await (await page.request.get('/api/days/today', { headers })).json()) as {
    date: string;
    entries: { habitId: string; name: string }[];
  };
  const entries = Object.entries(amounts).map(([habit, amount]) => ({
    habitId: day.entries.find(({ name }) => name === habit)?.habitId,
    amount,
  }));
  const saved = await page.request.put(`/api/days/${day.date}`, {
    headers,
    data: { entries, tasks: [] },
  });
  expect(saved.status()).toBe(200);
}

test('a concurrent change is merged with local edits', async ({ page }) => {
  await signUp(page);
  await enterTime(page, 'Reading: minutes', '20');
  await expectSaved(page);

  await enterElsewhere(page, { Reading: 20, Blog: 15 });
  await enterTime(page, 'Exercise: minutes', '30');
  await expectSaved(page);
  await expect(page.getByLabel('Blog: minutes')).toHaveValue('0:15');
  await page.reload();
  await expect(page.getByLabel('Blog: minutes')).toHaveValue('0:15');
  await expect(page.getByLabel('Exercise: minutes')).toHaveValue('0:30');
});

test.describe('with axe', () => {
  test.use({ bypassCSP: true });

  test('a field that was changed twice is shown with both values', async ({ page }) => {
    await signUp(page);
    await enterTime(page, 'Reading: minutes', '20');
    await expectSaved(page);
    await enterElsewhere(page, { Reading: 45 });
    await enterTime(page, 'Reading: minutes', '30');
    await expect(page.getByText('Changed here and elsewhere')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reading: Take 45 min' }).click();
    await expectSaved(page);
    await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:45');
    await expect(page.getByText('Changed here and elsewhere')).toHaveCount(0);
    await page.reload();
    await expect(page.getByLabel('Reading: minutes')).toHaveValue('0:45');
  });
});
