import { expect, test } from '@playwright/test';
import { signIn, signUp, trySignIn } from './account';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

test('a session ended from another one shows why', async ({ page, browser }) => {
  const account = await signUp(page);
  const phone = await (await browser.newContext({ userAgent: PHONE })).newPage();
  await phone.goto('/settings');
  await trySignIn(phone, account);
  const list = phone.getByRole('list', { name: 'Where you are signed in' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByRole('listitem').filter({ hasText: 'this session' })).toContainText(
    'Safari on iPhone',
  );

  await page.getByRole('link', { name: 'Settings' }).click();
  const sessions = page.getByRole('list', { name: 'Where you are signed in' });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await sessions.getByRole('button', { name: 'End Safari on iPhone' }).click();
  await expect(page.getByText('Safari on iPhone is signed out.')).toBeVisible();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await expect(sessions).toBeFocused();
  await expect(sessions.getByRole('listitem')).toContainText('this session');

  // The phone is told at once, and nobody has to press anything.
  const heading = phone.getByRole('heading', { level: 1, name: 'Sign in' });
  await expect(heading).toBeFocused();
  await expect(phone.getByText('Your session has ended.')).toBeVisible();
  await expect(phone).toHaveURL(/\/settings$/);
  await trySignIn(phone, account);
  await expect(phone.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await phone.context().close();
});

test('signing out shows no message about an ended session', async ({ page }) => {
  const account = await signUp(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('Your session has ended.')).toHaveCount(0);
  await signIn(page, account);
});
