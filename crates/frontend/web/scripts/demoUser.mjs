// The demo user, for scripts that look at their pages.

const { BASE_URL = '', EMAIL = '', PASSWORD = '' } = process.env;

/**
 * Signs in at BASE_URL with EMAIL and PASSWORD.
 *
 * @param {import('@playwright/test').Page} page
 */
export async function signIn(page) {
  await page.goto(`${BASE_URL}/sign-in`);
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: /^Today/ }).waitFor();
}
