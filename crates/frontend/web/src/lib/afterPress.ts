let pressed = false;

window.addEventListener('pointerdown', () => (pressed = true), { capture: true });
for (const end of ['pointerup', 'pointercancel']) {
  window.addEventListener(end, () => (pressed = false), { capture: true });
}

/**
 * Runs after the press that is going on has become a click: an element that moves under the pointer
 * before that does not get its click.
 */
export function afterPress(act: () => void): void {
  if (!pressed) {
    setTimeout(act);
    return;
  }
  const ended = new AbortController();
  for (const end of ['pointerup', 'pointercancel']) {
    window.addEventListener(
      end,
      () => {
        ended.abort();
        setTimeout(act);
      },
      { capture: true, signal: ended.signal },
    );
  }
}
