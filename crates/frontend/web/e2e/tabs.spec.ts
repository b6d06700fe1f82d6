import { expect, type Page, test } from '@playwright/test';
import { type Account, expectSaved, newAccount, signIn, signUp, storedDrafts } from './account';

const minutes = (page: Page) => page.getByLabel('Reading: minutes');

async function enter(page: Page, value: string): Promise<void> {
  await minutes(page).fill(value);
  await minutes(page).blur();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
}

/** Requests that would change something, by their users; a ticket of live updates changes nothing. */
function writes(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'GET' || pathname === '/api/realtime/ticket') return;
    seen.push(`${request.method()} ${pathname}`);
  });
  return seen;
}

test('another user in another tab: nothing of the first stays, nothing is saved to the second', async ({
  page: first,
  context,
}) => {
  const ada: Account = { ...newAccount(), name: 'Ada Tester' };
  const grace: Account = { ...newAccount(), name: 'Grace Tester' };
  await signUp(first, grace);
  await signOut(first);
  await signUp(first, ada);
  await enter(first, '77');
  await expectSaved(first);
  await first.getByRole('link', { name: 'Year' }).click();
  await expect(first.getByRole('heading', { level: 1, name: /^Year/ })).toBeVisible();
  await first.getByRole('link', { name: 'Today', exact: true }).click();

  // What the first one types does not reach the server any more.
  await first.route('**/api/days/**', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  await enter(first, '99');
  await expect(first.getByTestId('save-state')).toHaveText('Offline – will be saved');
  expect(await storedDrafts(first)).toHaveLength(1);

  const second = await context.newPage();
  await second.goto('/');
  await expect(minutes(second)).toHaveValue('1:39');
  await second.route('**/api/days/**', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  await signOut(second);
  await expect(first.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expect(first.getByText('1:39')).toHaveCount(0);
  await second.unroute('**/api/days/**');
  await signIn(second, grace);

  // The first tab follows, without a figure or an edit of the first user.
  await first.unroute('**/api/days/**');
  const written = writes(first);
  await expect(first.getByText('Grace Tester')).toBeVisible();
  await expect(first.getByText('Ada Tester')).toHaveCount(0);
  await expect(minutes(first)).toHaveValue('');
  await first.evaluate(() => window.dispatchEvent(new Event('online')));
  await first.getByRole('link', { name: 'Year' }).click();
  await expect(first.getByRole('heading', { level: 1, name: /^Year/ })).toBeVisible();
  await first.getByRole('link', { name: 'Today', exact: true }).click();
  await expect(minutes(first)).toHaveValue('');
  expect(written).toEqual([]);
  await second.reload();
  await expect(minutes(second)).toHaveValue('');

  // The unsaved edit has waited for its user.
  await signOut(second);
  await signIn(second, ada);
  await expect(minutes(second)).toHaveValue('1:39');
  await expectSaved(second);
});

test('what is typed into a tab whose user was replaced unnoticed is not saved', async ({
  page,
  context,
}) => {
  const grace = await signUp(page);
  await signOut(page);
  await signUp(page);
  // A tab that is asleep hears nothing of the others, nor of the server.
  const asleep = await context.newPage();
  await asleep.route('**/api/realtime/ticket', () => undefined);
  const settled = ['notifications', 'friends/messages'].map((path) =>
    asleep.waitForResponse(`**/api/${path}`),
  );
  await asleep.addInitScript(() => {
    const add = window.addEventListener.bind(window);
    window.addEventListener = (...[type, ...rest]: Parameters<typeof add>) => {
      if (type !== 'storage' && type !== 'pageshow') add(type, ...rest);
    };
  });
  await asleep.goto('/');
  await expect(minutes(asleep)).toHaveValue('');
  await Promise.all(settled);
  await signOut(page);
  await signIn(page, grace);

  await enter(asleep, '55');
  // In whichever way the tab notices: the edit does not arrive at the other user.
  await expect(asleep.getByTestId('save-state').getByText('Saving')).toHaveCount(0);
  await page.reload();
  await expect(minutes(page)).toHaveValue('');
});

test('two tabs of a user share their edits', async ({ page: first, context }) => {
  await signUp(first);
  await enter(first, '20');
  await expectSaved(first);
  const second = await context.newPage();
  await second.goto('/');
  await expect(minutes(second)).toHaveValue('0:20');
  await context.setOffline(true);
  await enter(first, '25');
  await second.getByLabel('Exercise: minutes').fill('45');
  await second.getByLabel('Exercise: minutes').blur();
  for (const tab of [first, second]) {
    await expect(minutes(tab)).toHaveValue('0:25');
    await expect(tab.getByLabel('Exercise: minutes')).toHaveValue('0:45');
  }
  await context.setOffline(false);
  await expectSaved(first);
  await expectSaved(second);
  await first.reload();
  await expect(minutes(first)).toHaveValue('0:25');
  await expect(first.getByLabel('Exercise: minutes')).toHaveValue('0:45');
});

test('deleting the account in one tab ends the other, and removes what the device has kept', async ({
  page,
  context,
}) => {
  const account = await signUp(page);
  await enter(page, '20');
  await expectSaved(page);
  const other = await context.newPage();
  await other.goto('/');
  await expect(minutes(other)).toHaveValue('0:20');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Delete account' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Type/).fill(account.email);
  await dialog.getByLabel('Password', { exact: true }).fill(account.password);
  await dialog.getByRole('button', { name: 'Delete my account' }).click();
  for (const tab of [page, other]) {
    await expect(tab.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  }
  const databases = () =>
    page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(databases).toEqual([]);
});
