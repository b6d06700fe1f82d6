import { expect, test } from '@playwright/test';
import { expectSaved, signUp } from './account';

// A page over http is a secure context on localhost alone; this name leads to this machine.
const HOST = 'kpi.test';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const args = [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
    await use({ ...launchOptions, args });
  },
  baseURL: async ({ baseURL }, use) => {
    await use((baseURL ?? '').replace('localhost', HOST));
  },
});

test('over http on a local network everything works without a secure context', async ({ page }) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await signUp(page);
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await page.getByRole('button', { name: 'Add a task' }).first().click();
  await page.getByLabel('Task 1: title').fill('Call');
  await page.getByLabel('Reading: minutes').fill('20');
  await page.getByLabel('Reading: minutes').blur();
  await expectSaved(page);
  await page.reload();
  await expect(page.getByLabel('Task 1: title')).toHaveValue('Call');
  await page.getByRole('button', { name: /^Remove/ }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Task 1: title')).toHaveValue('Call');
  await expectSaved(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  expect(errors).toEqual([]);
});
