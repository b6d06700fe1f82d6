import { act, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { ErrorBoundary } from './ErrorBoundary';
import { lazyPage } from './lazyPage';

beforeEach(() => setLanguage('en'));

it('loads a page again at the next try', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const load = vi
    .fn<() => Promise<{ default: () => string }>>()
    .mockRejectedValueOnce(new TypeError('Failed to fetch'))
    .mockResolvedValue({ default: () => 'The page' });
  const Page = lazyPage(load);
  await act(async () =>
    Promise.resolve(
      render(
        <ErrorBoundary place="/">
          <Suspense fallback="Loading">
            <Page />
          </Suspense>
        </ErrorBoundary>,
      ),
    ),
  );
  const again = screen.getByRole('button', { name: 'Try again' });
  await act(() => {
    again.click();
    return Promise.resolve();
  });
  expect(screen.getByText('The page')).toBeTruthy();
  expect(load).toHaveBeenCalledTimes(2);
});
