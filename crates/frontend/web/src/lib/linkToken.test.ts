import { afterEach, describe, expect, it, vi } from 'vitest';

/** What the app finds that is opened at an address. */
async function openAt(address: string): Promise<string | null> {
  window.history.replaceState({ kept: true }, '', address);
  vi.resetModules();
  return (await import('./linkToken')).linkToken;
}

afterEach(() => window.history.replaceState(null, '', '/'));

describe('the secret of a mailed link', () => {
  it('leaves the address as the app starts', async () => {
    expect(await openAt('/reset-password?token=abc-_123')).toBe('abc-_123');
    expect(window.location.pathname + window.location.search).toBe('/reset-password');
    expect(window.history.state).toEqual({ kept: true });
  });

  it('leaves alone what else the address says', async () => {
    expect(await openAt('/verify-email?from=mail&token=abc#top')).toBe('abc');
    expect(window.location.search + window.location.hash).toBe('?from=mail#top');
  });

  it.each(['/year?from=mail', '/reset-password?token='])('is none at %s', async (address) => {
    expect(await openAt(address)).toBeNull();
    expect(window.location.search).not.toContain('token');
  });
});
