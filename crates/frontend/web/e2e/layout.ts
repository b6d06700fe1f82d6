import { expect, type Page } from '@playwright/test';

/** Fails if the page is wider than its window. */
export async function expectNoSidewaysScroll(page: Page, where = page.url()): Promise<void> {
  const widths = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(widths.content, where).toBe(widths.window);
  expect(widths.window, where).toBe(page.viewportSize()?.width);
}
