import { afterEach, describe, expect, it, vi } from 'vitest';

/** Loads the module at a URL, as a page load in the same tab does. */
async function openAt(address: string) {
  window.history.replaceState(null, '', address);
  vi.resetModules();
  return (await import('./invitationToken')).invitationToken;
}

afterEach(() => {
  sessionStorage.clear();
  window.history.replaceState(null, '', '/');
});

describe('the token of an invitation', () => {
  it('is removed from the URL, and held over page loads until it is dropped', async () => {
    expect((await openAt('/invitation?token=abc-_123')).held()).toBe('abc-_123');
    expect(window.location.pathname + window.location.search).toBe('/invitation');
    const later = await openAt('/sign-in');
    expect(later.held()).toBe('abc-_123');
    later.drop();
    expect(later.held()).toBeNull();
    expect((await openAt('/invitation')).held()).toBeNull();
  });

  it('is replaced by that of another link', async () => {
    await openAt('/invitation?token=first');
    expect((await openAt('/invitation?token=second')).held()).toBe('second');
  });

  it('is not that of another mailed link', async () => {
    expect((await openAt('/reset-password?token=abc')).held()).toBeNull();
    expect(sessionStorage).toHaveLength(0);
  });

  it('is held where storage is forbidden', async () => {
    const forbidden = () => {
      throw new DOMException('no storage', 'SecurityError');
    };
    const spies = (['getItem', 'setItem'] as const).map((name) =>
      vi.spyOn(Storage.prototype, name).mockImplementation(forbidden),
    );
    expect((await openAt('/invitation?token=abc')).held()).toBe('abc');
    for (const spy of spies) spy.mockRestore();
  });
});
