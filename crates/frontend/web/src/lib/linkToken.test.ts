import { afterEach, describe, expect, it, vi } from 'vitest';

/** Loads the module at a URL. */
async function openAt(address: string): Promise<string | null> {
  window.history.replaceState({ kept: true }, '', address);
  vi.resetModules();
  return (await import('./linkToken')).linkToken;
}

afterEach(() => window.history.replaceState(null, '', '/'));

describe('the token of a mailed link', () => {
  it('is removed from the URL when the app starts', async () => {
    expect(await openAt('/reset-password?token=abc-_123')).toBe('abc-_123');
    expect(window.location.pathname + window.location.search).toBe('/reset-password');
    expect(window.history.state).toEqual({ kept: true });
  });

  it('keeps other query parameters', async () => {
    expect(await openAt('/verify-email?from=mail&token=abc#top')).toBe('abc');
    expect(window.location.search + window.location.hash).toBe('?from=mail#top');
  });

  it.each(['/year?from=mail', '/reset-password?token='])('is null at %s', async (address) => {
    expect(await openAt(address)).toBeNull();
    expect(window.location.search).not.toContain('token');
  });
});
