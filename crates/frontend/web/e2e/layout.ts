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

/** The height and width, in CSS pixels, that a target has at least on a touch screen. */
const TARGET = 40;

/**
 * Fails if something to press is smaller than a finger needs. Links within a sentence are as high as its
 * line, as WCAG 2.5.8 allows.
 */
export async function expectTargets(page: Page, where = page.url()): Promise<void> {
  const pressed =
    'a[href], button, summary, select, textarea, label:has(input), input:not(label input)';
  const small = await page.locator(pressed).evaluateAll(
    (elements, least) =>
      elements.flatMap((element) => {
        const { width, height } = element.getBoundingClientRect();
        if (!element.checkVisibility({ visibilityProperty: true }) || width <= 1) return [];
        const ofSentence =
          getComputedStyle(element).display === 'inline' &&
          element.parentElement?.textContent !== element.textContent;
        if (ofSentence || (width >= least && height >= least)) return [];
        const name = element.getAttribute('aria-label') ?? element.textContent;
        return [`${name}: ${Math.round(width)} x ${Math.round(height)}`];
      }),
    TARGET,
  );
  expect(small, where).toEqual([]);
}
