import { afterEach, describe, expect, it, vi } from 'vitest';

/** Loads the module at a URL. */
async function openAt(address: string) {
  window.history.replaceState(null, '', address);
  vi.resetModules();
  return (await import('./sharedCode')).sharedCode;
}

afterEach(() => window.history.replaceState(null, '', '/'));

describe('the code of a shared link', () => {
  it.each([
    ['/friends', '/teams'],
    ['/teams', '/friends'],
  ] as const)(
    'is removed from the URL of %s, and held for it until it is dropped',
    async (page, other) => {
      const code = await openAt(`${page}?code=7K2M-9QXR-4T8VB`);
      expect(window.location.pathname + window.location.search).toBe(page);
      expect(code.page()).toBe(page);
      expect(code.held(page)).toBe('7K2M-9QXR-4T8VB');
      expect(code.held(other)).toBeNull();
      code.drop();
      expect(code.page()).toBeNull();
      expect(code.held(page)).toBeNull();
    },
  );

  it('is that of these pages alone', async () => {
    expect((await openAt('/year?code=7K2M-9QXR-4T8VB')).page()).toBeNull();
    expect(window.location.search).toBe('?code=7K2M-9QXR-4T8VB');
  });
});
