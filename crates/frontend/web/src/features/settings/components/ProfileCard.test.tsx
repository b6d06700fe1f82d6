import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { aUser } from '@/testing/users';
import { ProfileCard } from './ProfileCard';

/** Mocks `fetch` before the API client is imported. */
const server = vi.hoisted(() => {
  const fetchMock = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', fetchMock);
  return fetchMock;
});

/** What is said about the time zone of an account, in a browser that reports this one. */
function hint(account: string, device: string | undefined): string | null | undefined {
  const options = { ...Intl.DateTimeFormat().resolvedOptions(), timeZone: device };
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue(
    options as Intl.ResolvedDateTimeFormatOptions,
  );
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ProfileCard user={aUser({ timeZone: account })} />
    </QueryClientProvider>,
  );
  const field = screen.getByRole('combobox', { name: /^(Time zone|Часовой пояс)$/ });
  return document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent;
}

afterEach(() => vi.restoreAllMocks());

describe('the time zone of the profile', () => {
  it.each([
    ['en', 'UTC', 'Mars/Olympus', /Your days follow UTC, and this device is in Mars\/Olympus\./],
    ['en', 'UTC', undefined, /Your days follow UTC, as this browser does not tell its time zone\./],
    ['en', 'UTC', 'Etc/Unknown', /Your days follow UTC, as this browser does not tell/],
    [
      'ru',
      'UTC',
      'Mars/Olympus',
      /Дни считаются по UTC, а пояс этого устройства — Mars\/Olympus\./,
    ],
    ['ru', 'UTC', undefined, /Дни считаются по UTC, потому что браузер не сообщает/],
    ['en', 'UTC', 'UTC', /^It decides when a day begins and ends for you\.$/],
    ['en', 'Europe/Berlin', 'Asia/Tokyo', /^It decides when a day begins and ends for you\.$/],
  ] as const)('in %s, with %s on a device in %s', async (language, account, device, said) => {
    await setLanguage(language);
    expect(hint(account, device)).toMatch(said);
  });
});

it('shows an error of the server at its field, and keeps what was entered', async () => {
  await setLanguage('en');
  const errors = [{ pointer: '/name', code: 'directional_controls', message: 'is not accepted' }];
  server.mockResolvedValue(Response.json({ type: '/problems/invalid', errors }, { status: 422 }));
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ProfileCard user={aUser({ name: 'Ada' })} />
    </QueryClientProvider>,
  );
  const name = screen.getByLabelText<HTMLInputElement>('Name');
  await userEvent.type(name, ' Byron');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(document.activeElement).toBe(name));
  const described = document.getElementById(name.getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toContain('Leave out the invisible characters');
  expect(name.value).toBe('Ada Byron');
  expect(screen.getByRole('alert').textContent).toBe('');
});
