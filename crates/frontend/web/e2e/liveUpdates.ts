import { expect, type Page, type WebSocket } from '@playwright/test';

/** The next WebSocket of a page, once events arrive by it: with its first message. */
export async function isLive(page: Page): Promise<WebSocket> {
  const socket = await page.waitForEvent('websocket');
  await socket.waitForEvent('framereceived');
  return socket;
}

/** Fails if the page is loaded anew: what it shows has come by itself. */
export async function expectNoReload(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => document.body.setAttribute('data-first', ''));
  return () => expect(page.locator('body[data-first]')).toHaveCount(1);
}
