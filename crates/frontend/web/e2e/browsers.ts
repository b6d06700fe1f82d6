import type { Browser, Page } from '@playwright/test';

/** Lets axe in, shows no motion, and asks the server for everything. */
export const CONTEXT = {
  bypassCSP: true,
  reducedMotion: 'reduce',
  serviceWorkers: 'block',
} as const;

/** A page in a browser of its own: somebody else's, or another device. */
export async function openBrowser(browser: Browser, options: object = {}): Promise<Page> {
  const context = await browser.newContext({ ...CONTEXT, locale: 'en-GB', ...options });
  return context.newPage();
}
