import { expect, type Page, test } from '@playwright/test';
import { call, newAccount, signUp, trySignIn } from './account';
import { violations } from './axe';
import { CONTEXT, openBrowser } from './browsers';
import { expectNoSidewaysScroll } from './layout';
import { DESKTOP, PHONE } from './screens';

/** Dates before today. */
async function past(page: Page, ...ago: number[]): Promise<string[]> {
  const { date } = (await call(page, 'GET', '/api/days/today')) as { date: string };
  return ago.map((days) =>
    new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10),
  );
}

/** Two days with a KPI and one away, which belong to the week. */
async function recordWeek(page: Page): Promise<void> {
  const [first = '', second = '', away = ''] = await past(page, 1, 2, 3);
  const { habits } = (await call(page, 'GET', '/api/habits')) as {
    habits: { id: string; target: number }[];
  };
  const entries = habits.map(({ id, target }) => ({ habitId: id, amount: target, quality: null }));
  for (const date of [first, second]) {
    await call(page, 'PUT', `/api/days/${date}`, { entries, tasks: [] });
  }
  const exception = { from: away, to: away, kind: 'illness', note: null };
  await call(page, 'PUT', '/api/days/exceptions', exception);
}

/** The row of a friend on the page of friends. */
const friend = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Your friends' }).getByRole('listitem').filter({ hasText: name });

async function check(page: Page, where: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await expectNoSidewaysScroll(page, where);
  expect(await violations(page), where).toEqual([]);
}

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, ...CONTEXT });

    test('two become friends, see each other’s week, and part', async ({ page, browser }) => {
      await signUp(page);
      await recordWeek(page);
      await page.getByRole('link', { name: 'Friends' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Friends' })).toBeFocused();
      await expect(page.getByText('No friends yet')).toBeVisible();
      await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
      await check(page, 'no friends');
      const { code } = (await call(page, 'GET', '/api/friends/code')) as { code: string };
      await expect(page.getByText(code)).toBeVisible();

      // Bob opens the link, signs up, and lands where it leads, with the code in the field.
      const bob = await openBrowser(browser, screen);
      await bob.goto(`/friends?code=${code}`);
      await expect(bob).toHaveURL(/\/friends$/);
      await bob.getByRole('link', { name: 'Create an account' }).click();
      await bob.getByLabel('Name').fill('Bob');
      await bob.getByLabel('E-mail address').fill(newAccount().email);
      await bob.getByLabel('Password', { exact: true }).fill('correct horse battery');
      await bob.getByRole('button', { name: 'Sign up' }).click();
      await expect(bob).toHaveURL(/\/friends$/);
      await expect(bob.getByLabel('A friend’s code')).toHaveValue(code);
      await recordWeek(bob);
      await bob.getByRole('button', { name: 'Ask', exact: true }).click();
      await expect(bob.getByText('Ada Tester has been asked.')).toBeVisible();
      await expect(bob.getByRole('list', { name: 'People you have asked' })).toContainText('Ada');

      await page.reload();
      await check(page, 'a request');
      await page.getByRole('button', { name: 'Accept the request of Bob' }).click();
      await expect(page.getByText('You and Bob are friends now.')).toBeVisible();
      await expect(friend(page, 'Bob')).toContainText(/Mean KPI .*from 2 of 7 days, away on 1 day/);
      await bob.reload();
      await expect(friend(bob, 'Ada')).toContainText('from 2 of 7 days, away on 1 day');

      await bob.getByRole('link', { name: 'Ada Tester' }).click();
      await expect(bob.getByRole('heading', { level: 1, name: 'Ada Tester' })).toBeFocused();
      const days = bob.getByRole('region', { name: 'The last 30 days' });
      await expect(days).toContainText('from 2 of 30 days, away on 1 day');
      await expect(days.locator('[data-state="away"]')).toHaveCount(1);
      await expect(bob.getByRole('heading', { name: 'Habits' })).toHaveCount(0);
      await check(bob, 'a friend');
      await days.getByRole('button', { name: 'Show as table' }).click();
      await expect(days.getByRole('row')).toHaveCount(4);
      await expect(days.getByRole('row').filter({ hasText: 'away' })).toContainText('–');
      await check(bob, 'a friend as a table');
      const read = page.waitForResponse('**/api/friends/messages/read');
      await bob.getByLabel('To Ada Tester').fill('Well done');
      await bob.getByRole('button', { name: 'Send', exact: true }).click();
      await expect(bob.getByText('Sent to Ada Tester.')).toBeVisible();

      // It appears by itself, shown as new once; then it is read.
      const messages = page.getByRole('list', { name: 'Messages of support' });
      await expect(messages).toContainText('Well done');
      await expect(messages.getByText('new', { exact: true })).toBeVisible();
      await check(page, 'a message');
      await messages.scrollIntoViewIfNeeded();
      await read;
      await page.reload();
      await expect(messages).toContainText('Well done');
      await expect(messages.getByText('new', { exact: true })).toHaveCount(0);

      // What Ada shows holds at once, and can be taken back.
      const friendsSee = page.getByRole('group', { name: 'Friends see' });
      await friendsSee.getByRole('radio', { name: 'KPI and habits' }).check();
      await expect(page.getByText(/^Saved/)).toBeVisible();
      await bob.reload();
      await expect(bob.getByRole('table', { name: 'Habits' }).getByRole('row')).not.toHaveCount(0);
      await friendsSee.getByRole('radio', { name: 'Nothing' }).check();
      await expect(friendsSee.getByRole('radio', { name: 'Nothing' })).toBeChecked();
      await expect(page.getByText(/^Saved/)).toBeVisible();
      await bob.reload();
      await expect(bob.getByText('Ada Tester shows nothing to friends.')).toBeVisible();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(friendsSee.getByRole('radio', { name: 'KPI and habits' })).toBeChecked();

      await friend(page, 'Bob').getByRole('link').click();
      const hide = page.getByRole('switch', { name: 'Hide messages' });
      await hide.check();
      await expect(hide).toBeChecked();
      await check(page, 'a hidden friend');
      await page.getByRole('link', { name: 'Friends' }).click();
      await expect(friend(page, 'Bob')).toBeVisible();
      await expect(messages).toHaveCount(0);

      await friend(page, 'Bob').getByRole('link').click();
      await page.getByRole('button', { name: 'Block' }).click();
      const dialog = page.getByRole('dialog', { name: 'Block Bob?' });
      await check(page, 'the confirmation');
      await dialog.getByRole('button', { name: 'Block' }).click();
      await expect(page).toHaveURL(/\/friends$/);
      await expect(page.getByText('No friends yet')).toBeVisible();
      await expect(page.getByRole('heading', { level: 1, name: 'Friends' })).toBeFocused();
      await bob.reload();
      await expect(bob.getByRole('heading', { name: 'You are not friends' })).toBeVisible();
      await page.getByText('1 blocked person').click();
      await check(page, 'a blocked person');
      await page.getByRole('button', { name: 'Unblock Bob' }).click();
      await expect(page.getByText('Unblocked: Bob.')).toBeVisible();
      await bob.context().close();
    });
  });
}

test('a renewed code leaves the old one to nobody', async ({ page, browser }) => {
  await signUp(page);
  await page.goto('/friends');
  const { code } = (await call(page, 'GET', '/api/friends/code')) as { code: string };
  await page.getByRole('button', { name: 'Renew the code' }).click();
  await page.getByRole('button', { name: 'Renew', exact: true }).click();
  await expect(page.getByText('You have a new code.')).toBeVisible();
  await expect(page.getByText(code)).toHaveCount(0);

  const bob = await openBrowser(browser, DESKTOP);
  const account = await signUp(bob);
  await bob.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(bob.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  // The code waits for the session.
  await bob.goto(`/friends?code=${code}`);
  await trySignIn(bob, account);
  const field = bob.getByLabel('A friend’s code');
  await expect(field).toHaveValue(code);
  await bob.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(field).toHaveAccessibleDescription(/^Nobody has this code\./);
  await expect(field).toBeFocused();
  expect(await violations(bob), 'a code of nobody').toEqual([]);
  await bob.context().close();
});

test('the focus stays on the page when a request and its card are gone', async ({
  page,
  browser,
}) => {
  await signUp(page);
  const { code } = (await call(page, 'GET', '/api/friends/code')) as { code: string };
  const bob = await openBrowser(browser, DESKTOP);
  await signUp(bob, { ...newAccount(), name: 'Bob' });
  await call(bob, 'POST', '/api/friends/requests', { code });
  await page.goto('/friends');
  await page.getByRole('button', { name: 'Block Bob' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await expect(page.getByRole('heading', { name: 'Requests' })).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'Friends' })).toBeFocused();
  await bob.context().close();
});
