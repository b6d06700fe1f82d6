import { afterEach, describe, expect, it, vi } from 'vitest';

/** Loads the module at a URL. */
async function openAt(address: string) {
  window.history.replaceState(null, '', address);
  vi.resetModules();
  return (await import('./sharedCode')).sharedCode;
}

afterEach(() => window.history.replaceState(null, '', '/'));

describe('the code of a shared link', () => {
  it('is removed from the URL, and held until it is dropped', async () => {
    const code = await openAt('/friends?code=7K2M-9QXR-4T8VB');
    expect(window.location.pathname + window.location.search).toBe('/friends');
    expect(code.held()).toBe('7K2M-9QXR-4T8VB');
    code.drop();
    expect(code.held()).toBeNull();
  });

  it('is that of the page of friends alone', async () => {
    expect((await openAt('/year?code=7K2M-9QXR-4T8VB')).held()).toBeNull();
    expect(window.location.search).toBe('?code=7K2M-9QXR-4T8VB');
  });
});
