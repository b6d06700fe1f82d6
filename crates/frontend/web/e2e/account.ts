import { expect, type Page } from '@playwright/test';

export interface Account {
  name: string;
  email: string;
  password: string;
}

let count = 0;

/** An account that no other test or run has. */
export function newAccount(): Account {
  count += 1;
  return {
    name: 'Ada Tester',
    email: `e2e-${Date.now()}-${process.pid}-${count}@example.org`,
    password: 'correct horse battery',
  };
}

/** Signs up through the form and ends on Today. */
export async function signUp(page: Page, account: Account = newAccount()): Promise<Account> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill(account.name);
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeFocused();
  return account;
}

/** Sends the form of the sign-in page, whatever comes of it. */
export async function trySignIn(page: Page, account: Account): Promise<void> {
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in from the address of Today. */
export async function signIn(page: Page, account: Account): Promise<void> {
  await trySignIn(page, account);
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeFocused();
}

/** The header that the page itself sends; the token lives in its storage. */
export async function authorization(page: Page): Promise<{ Authorization: string }> {
  const token = await page.evaluate(() => localStorage.getItem('kpi.token'));
  return { Authorization: `Bearer ${token ?? ''}` };
}

/**
 * Waits until nothing that was entered is left on the device. The drafts are looked at besides the
 * words, since the words may still be those of the save before.
 */
export async function expectSaved(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('kpi.draft.'))),
    )
    .toEqual([]);
  await expect(page.getByTestId('save-state')).toHaveText('Saved');
}
