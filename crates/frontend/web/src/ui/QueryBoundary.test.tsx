import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { ApiProblem } from '@/api/problem';
import { setLanguage } from '@/lib/i18n';
import { QueryBoundary } from './QueryBoundary';

const refetch = vi.fn();

beforeEach(() => setLanguage('en'));

function show(data: string[] | undefined, error: Error | null = null) {
  render(
    <QueryBoundary
      query={{ data, error, refetch }}
      errorTitle="The list could not be loaded"
      skeleton="…"
      empty={(list) => list.length === 0 && <p>Nothing yet</p>}
    >
      {(list) => <p>{list.join()}</p>}
    </QueryBoundary>,
  );
}

it('announces that it is loading', () => {
  show(undefined);
  expect(screen.getByRole('status', { name: 'Loading' }).textContent).toBe('…');
});

it('shows the data', () => {
  show(['one', 'two']);
  expect(screen.getByText('one,two')).toBeTruthy();
});

it('shows what stands for no data', () => {
  show([]);
  expect(screen.getByText('Nothing yet')).toBeTruthy();
});

it('shows an error with the request’s id, and retries', async () => {
  show(undefined, new ApiProblem({ status: 500, requestId: 'abc' }));
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('The list could not be loaded');
  expect(alert.textContent).toContain('abc');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(refetch).toHaveBeenCalledOnce();
});

it('keeps the data when loading it again fails', () => {
  show(['one'], new ApiProblem({ status: 503 }));
  expect(screen.getByText('one')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});
