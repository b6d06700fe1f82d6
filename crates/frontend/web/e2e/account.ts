import { type APIResponse, expect, type Page } from '@playwright/test';

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

/** Submits the sign-up form and waits for the first run. */
export async function beginFirstRun(page: Page, account: Account = newAccount()): Promise<Account> {
  await page.goto('/sign-up');
  await page.getByLabel(/^(Name|Имя)$/).fill(account.name);
  await page.getByLabel(/^(E-mail address|Адрес)/).fill(account.email);
  await page.getByLabel(/^(Password|Пароль)$/).fill(account.password);
  await page.locator('form button[type=submit]').click();
  await expect(page).toHaveURL(/\/first-run$/);
  return account;
}

/** Signs up, skips the first run and waits for Today. */
export async function signUp(page: Page, account: Account = newAccount()): Promise<Account> {
  await beginFirstRun(page, account);
  await page.getByRole('button', { name: 'Skip all steps' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeFocused();
  return account;
}

/** Changes the language of the screens to Russian. */
export async function chooseRussian(page: Page): Promise<void> {
  await page.goto('/settings');
  await page.getByLabel('Русский').check();
  await expect(page.getByRole('heading', { level: 1, name: 'Настройки' })).toBeVisible();
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

/** The headers with which a request is the page's user's; its cookie comes by itself. */
export async function authorization(page: Page): Promise<Record<string, string>> {
  const session = await page.evaluate(() => localStorage.getItem('kpi.session'));
  const { token } = JSON.parse(session ?? '{}') as { token?: string | null };
  return token ? { Authorization: `Bearer ${token}` } : { Origin: new URL(page.url()).origin };
}

/** Sends a request of the page's user, as another device of theirs does. */
export async function send(
  page: Page,
  method: string,
  path: string,
  data?: object,
): Promise<APIResponse> {
  const headers = await authorization(page);
  const response = await page.request.fetch(path, { method, headers, data });
  expect(response.ok(), `${method} ${path}`).toBe(true);
  return response;
}

/** The response's JSON to such a request. */
export async function call(
  page: Page,
  method: string,
  path: string,
  data?: object,
): Promise<unknown> {
  const response = await send(page, method, path, data);
  return response.json();
}

/** The dates with edits that are stored on the device, of the user who is signed in. */
export async function storedDrafts(page: Page): Promise<string[]> {
  return Object.keys(await stored(page, 'drafts'));
}

/** The areas of the responses that are stored on the device. */
export async function storedResponses(page: Page): Promise<string[]> {
  const { queries } = (await stored(page, 'responses')) as {
    queries?: { state: { queries: { queryKey: string[] }[] } };
  };
  return (queries?.state.queries ?? []).map(({ queryKey: [area = ''] }) => area);
}

/** A store of the user who is signed in. */
function stored(page: Page, name: 'drafts' | 'responses'): Promise<Record<string, unknown>> {
  return page.evaluate(async (name) => {
    const session = localStorage.getItem('kpi.session');
    if (session === null) return {};
    const { userId } = JSON.parse(session) as { userId: string };
    const own = `kpi-${userId}`;
    if (!(await indexedDB.databases()).some((database) => database.name === own)) return {};
    const result = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('The request failed.'));
      });
    const database = await result(indexedDB.open(own));
    const store = database.transaction(name).objectStore(name);
    const [keys, values] = await Promise.all([
      result(store.getAllKeys()),
      result(store.getAll() as IDBRequest<unknown[]>),
    ]);
    database.close();
    return Object.fromEntries(keys.map((key, index) => [key as string, values[index]]));
  }, name);
}

/**
 * Leaves a duration field and waits until all edits are saved. It checks the stored drafts in addition to the displayed status,
 * since that may still be the status of the previous save.
 */
export async function expectSaved(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelector<HTMLElement>('[data-amount]:focus')?.blur());
  await expect.poll(() => storedDrafts(page)).toEqual([]);
  await expect(page.getByTestId('save-state')).toHaveText('Saved');
}
