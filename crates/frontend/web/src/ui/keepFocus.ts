/** The element that had the focus last, and those around it, from the inside out. */
let path: readonly Element[] = [];
let planned = false;

/**
 * Gives the focus that falls to the body, since its element is removed, hidden or disabled, to what
 * is around it: the nearest element with a tabindex, or the heading of the nearest section, or that
 * of the page. Whoever moves the focus before the next frame, as a closing dialog does, wins.
 */
export function keepFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    path = target instanceof Element ? withAncestors(target) : [];
  });
  document.addEventListener('focusout', () => {
    // A removal may be under way.
    queueMicrotask(() => {
      if (document.hasFocus() && isUnfocused() && !isLost()) path = [];
    });
  });
  new MutationObserver(plan).observe(document.body, {
    attributeFilter: ['disabled'],
    childList: true,
    subtree: true,
  });
}

function withAncestors(element: Element): Element[] {
  const elements: Element[] = [];
  for (let one: Element | null = element; one; one = one.parentElement) elements.push(one);
  return elements;
}

/** Whether an element can't have the focus any more. */
const isGone = (element: Element) =>
  !element.isConnected || element.matches(':disabled') || element.getClientRects().length === 0;

function isUnfocused(): boolean {
  const { activeElement } = document;
  // Browsers may let a disabled element have it for a while.
  return !activeElement || activeElement === document.body || activeElement.matches(':disabled');
}

function isLost(): boolean {
  const [last] = path;
  return last !== undefined && isUnfocused() && isGone(last);
}

function plan(): void {
  if (planned || !isLost()) return;
  planned = true;
  requestAnimationFrame(() => {
    planned = false;
    // Where nothing can take it, as in a page that is still loading, the next change tries again.
    if (isLost()) path.slice(1).some(takeFocus);
  });
}

function takeFocus(place: Element): boolean {
  if (!place.isConnected) return false;
  const target = targetIn(place);
  if (!target) return false;
  // Headings take it only with a tabindex.
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  return document.activeElement === target;
}

function targetIn(place: Element): HTMLElement | null {
  if (place.matches('main, body')) return place.querySelector<HTMLElement>('h1');
  if (place.matches('section, dialog')) return place.querySelector<HTMLElement>('h2, h3');
  if (place.matches('details')) return place.querySelector('summary');
  return place instanceof HTMLElement && place.hasAttribute('tabindex') ? place : null;
}
