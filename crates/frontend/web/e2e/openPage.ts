import type { Page } from '@playwright/test';

/** Opens a page by its link in the navigation. On a phone it may stand under "More". */
export async function openPage(page: Page, name: string | RegExp): Promise<void> {
  const link = page.getByRole('link', { name });
  const more = page.getByRole('button', { name: /^(More|Ещё)/ });
  await link.or(more).first().waitFor();
  if (!(await link.isVisible())) await more.click();
  await link.click();
}
