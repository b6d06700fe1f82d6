import { expect, test } from '@playwright/test';
import { newAccount, signIn, signUp, trySignIn } from './account';
import { mailedLink } from './mail';

test('a password reset by mail ends every session', async ({ page, browser }) => {
  const account = await signUp(page);
  const context = await browser.newContext();
  const elsewhere = await context.newPage();
  await elsewhere.goto('/sign-in');
  await elsewhere.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(
    elsewhere.getByRole('heading', { level: 1, name: 'Choose a new password' }),
  ).toBeFocused();
  await elsewhere.getByLabel('E-mail address').fill(account.email);
  await elsewhere.getByRole('button', { name: 'Send the link' }).click();
  await expect(elsewhere.getByText(`If ${account.email} has an account here`)).toBeVisible();

  const link = await mailedLink(account.email, '/reset-password');
  await elsewhere.goto(link);
  await expect(elsewhere).toHaveURL(/\/reset-password$/);
  const changed = { ...account, password: 'another good password' };
  await elsewhere.getByLabel('New password', { exact: true }).fill(changed.password);
  await elsewhere.getByRole('button', { name: 'Save the new password' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Sign in' })).toBeFocused();
  await expect(elsewhere.getByText('The password is changed.')).toBeVisible();
  await signIn(elsewhere, changed);

  // The page is told.
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await trySignIn(page, account);
  await expect(page.getByText('The address or the password is wrong.')).toBeVisible();

  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill('a third good password');
  await page.getByRole('button', { name: 'Save the new password' }).click();
  await expect(page.getByText('This link has been used or has expired.')).toBeVisible();
  await page.getByRole('link', { name: 'Request a new link' }).click();
  await expect(page).toHaveURL(/\/forgot-password$/);
  await context.close();
});

test('a link without its token is reported', async ({ page }) => {
  await page.goto('/reset-password');
  await expect(page.getByText('Part of the link is missing.')).toBeVisible();
  await expect(page.getByLabel('New password', { exact: true })).toHaveCount(0);
});

test('an address is verified by the link in a mail', async ({ page }) => {
  const account = await signUp(page);
  const notice = page.getByRole('complementary', { name: 'Your e-mail address' });
  await expect(notice).toContainText(account.email);
  await mailedLink(account.email, '/verify-email');
  await notice.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByText('A new link is on its way')).toBeVisible();

  // As some mail servers do: a browser opens the link, and presses nothing.
  const link = await mailedLink(account.email, '/verify-email', 2);
  await page.goto(link);
  await expect(page.getByRole('button', { name: 'Confirm the address' })).toBeVisible();
  await page.goto('about:blank');
  // Its owner opens it twice.
  for (const opening of ['first', 'second']) {
    await test.step(opening, async () => {
      await page.goto(link);
      await page.getByRole('button', { name: 'Confirm the address' }).click();
      await expect(page.getByText('The address is confirmed.')).toBeVisible();
    });
  }
  await expect(page).toHaveURL(/\/verify-email$/);
  await page.getByRole('link', { name: 'Go to Today' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test('the verification notice can be dismissed', async ({ page }) => {
  await signUp(page);
  const notice = page.getByRole('complementary', { name: 'Your e-mail address' });
  await notice.getByRole('button', { name: 'Later' }).click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
});

test('wrong passwords are delayed, with the time to wait', async ({ page }) => {
  const account = newAccount();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill('a wrong guess');
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: 'Sign in' }).click();
      return page.getByRole('alert').textContent();
    })
    .toMatch(/^There were too many attempts\. Try again in \d+ (second|minute)s?\.$/);
});
