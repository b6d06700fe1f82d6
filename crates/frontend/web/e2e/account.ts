import { expect, type Page } from '@playwright/test';

export interface Account {
  name: string;
  email: string;
  password: string;
}

let count = 0;

/** A unique account. */
export function newAccount(): Account {
  count += 1;
  return {
    name: 'Ada Tester',
    email: `e2e-${Date.now()}-${process.pid}-${count}@example.org`,
    password: 'correct horse battery',
  };
}

/** Signs up through the form and waits for Today. */
export async function signUp(page: Page, account: Account = newAccount()): Promise<Account> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill(account.name);
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeFocused();
  return account;
}

/** Submits the sign-in form without waiting for a result. */
export async function trySignIn(page: Page, account: Account): Promise<void> {
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in at the URL of Today. */
export async function signIn(page: Page, account: Account): Promise<void> {
  await trySignIn(page, account);
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeFocused();
}

/** Types a duration and leaves the field, which is when it is read. */
export async function enterTime(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label);
  await field.fill(text);
  await field.blur();
}

/** The page's Authorization header, from its localStorage. */
export async function authorization(page: Page): Promise<{ Authorization: string }> {
  const token = await page.evaluate(() => localStorage.getItem('kpi.token'));
  return { Authorization: `Bearer ${token ?? ''}` };
}

/**
 * Leaves a duration field and waits until all edits are saved. It checks the stored drafts in addition to the displayed status,
 * since that may still be the status of the previous save.
 */
export async function expectSaved(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelector<HTMLElement>('.minutes-field:focus')?.blur());
  await expect
    .poll(() =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('kpi.draft.'))),
    )
    .toEqual([]);
  await expect(page.getByTestId('save-state')).toHaveText('Saved');
}
