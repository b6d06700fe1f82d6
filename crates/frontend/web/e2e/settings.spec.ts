import { expect, test } from '@playwright/test';
import { newAccount, signIn, signUp, trySignIn } from './account';

test.beforeEach(async ({ page }) => {
  await signUp(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
});

test('a habit is created, changed, archived and restored', async ({ page }) => {
  await page.getByRole('button', { name: 'Add a habit' }).click();
  const form = page.getByRole('dialog', { name: 'New habit' });
  await form.getByLabel('Name').fill('Piano');
  await form.getByLabel('Category').selectOption('wellness');
  await form.getByLabel('Target a day').fill('0:40');
  await form.getByLabel('Sunday').uncheck();
  await form.getByRole('button', { name: 'Add the habit' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Piano' })).toBeVisible();

  await page.getByRole('button', { name: 'Edit Piano' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit Piano' });
  await expect(edit.getByLabel('Sunday')).not.toBeChecked();
  await edit.getByLabel('Name').fill('Cello');
  await edit.getByLabel('Target a day').fill('50');
  await edit.getByRole('button', { name: 'Save the habit' }).click();
  await expect(page.getByRole('heading', { name: 'Cello' })).toBeVisible();

  await page.getByRole('button', { name: 'Archive Cello' }).click();
  await expect(page.getByRole('heading', { name: 'Cello' })).toBeHidden();
  await expect(page.getByRole('list', { name: 'Habits', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: 'Cello' })).toBeVisible();

  await page.getByRole('button', { name: 'Move Cello up' }).click();
  await expect(page.getByTestId(/^habit-item-/).nth(9)).toContainText('Cello');

  await page.getByRole('link', { name: 'Today' }).click();
  await expect(page.getByLabel('Cello: minutes')).toBeVisible();
});

test('the default habits are offered where some are missing', async ({ page }) => {
  const addDefaults = page.getByRole('button', { name: 'Add the ten defaults' });
  await page.getByRole('button', { name: 'Archive Blog' }).click();
  await page.getByRole('button', { name: 'Delete Blog with its history' }).click();
  await expect(addDefaults).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete with history' }).click();
  await addDefaults.click();
  await expect(page.getByRole('heading', { name: 'Blog' })).toBeVisible();
  await expect(addDefaults).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Habits', exact: true })).toBeFocused();
});

test('language and theme change at once and stay', async ({ page }) => {
  await page.getByLabel('Русский').check();
  await expect(page.getByRole('heading', { level: 1, name: 'Настройки' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await page.getByLabel('Тёмная').check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Настройки' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('the profile and the password change', async ({ page }) => {
  await page.getByLabel('Name').fill('Grace');
  const timeZone = page.getByRole('combobox', { name: 'Time zone' });
  await timeZone.fill('tokyo');
  await expect(page.getByRole('option', { name: 'Asia/Tokyo' })).toBeVisible();
  await timeZone.press('ArrowDown');
  await timeZone.press('Enter');
  await expect(timeZone).toHaveValue('Asia/Tokyo');
  await page.getByLabel('My day starts at').selectOption('4');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved')).toBeVisible();

  await page.getByLabel('Current password').fill('not my password');
  await page.getByLabel('New password').fill('another good password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This is not your current password.')).toBeVisible();
  await page.getByLabel('Current password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('The password is changed.')).toBeVisible();
});

test('deleting an account requires typing its address', async ({ page }) => {
  const account = newAccount();
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await signUp(page, account);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Delete account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete account' });
  await dialog.getByLabel('Password', { exact: true }).fill(account.password);
  await dialog.getByLabel(/^Type your address/).fill('someone@example.org');
  await dialog.getByRole('button', { name: 'Delete my account' }).click();
  await expect(dialog.getByText('This is not the address of your account.')).toBeVisible();
  await dialog.getByLabel(/^Type your address/).fill(account.email);
  await dialog.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();

  await trySignIn(page, account);
  await expect(page.getByText('The address or the password is wrong.')).toBeVisible();
});

test('signing out everywhere ends this session too', async ({ page }) => {
  const account = newAccount();
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await signUp(page, account);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await signIn(page, account);
});

test('habits are ordered with keys, and each step is told', async ({ page }) => {
  const names = page.getByRole('list', { name: 'Habits', exact: true }).getByRole('heading');
  await expect(names.first()).toHaveText('Sleep');
  await page.getByRole('button', { name: 'Move Sleep', exact: true }).focus();
  const told = page.getByRole('status').filter({ hasText: 'Sleep' });
  await page.keyboard.press('Space');
  await expect(told).toHaveText(/Sleep is (picked up|now number 1)/);
  await page.keyboard.press('ArrowDown');
  await expect(told).toHaveText('Sleep is now number 2.');
  await page.keyboard.press('Escape');
  await expect(told).toHaveText('Sleep stays number 1.');
  await expect(names.first()).toHaveText('Sleep');

  await page.keyboard.press('Space');
  await expect(told).toHaveText(/Sleep is (picked up|now number 1)/);
  await page.keyboard.press('ArrowDown');
  await expect(told).toHaveText('Sleep is now number 2.');
  const saved = page.waitForResponse((response) => response.url().endsWith('/api/habits/order'));
  await page.keyboard.press('Space');
  expect((await saved).ok()).toBe(true);
  await expect(names.nth(1)).toHaveText('Sleep');
});
