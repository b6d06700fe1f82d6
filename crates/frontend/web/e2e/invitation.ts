import { expect, type Page } from '@playwright/test';
import type { Account } from './account';

/** Opens an invitation: its token stands in the address no more. */
export async function openInvitation(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expect(page).toHaveURL(/\/invitation$/);
}

/** Registers by an invitation. */
export async function register(page: Page, { name, password }: Account): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign up' }).click();
}
