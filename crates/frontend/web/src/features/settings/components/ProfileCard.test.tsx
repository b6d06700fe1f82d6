import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { aUser } from '@/testing/users';
import { ProfileCard } from './ProfileCard';

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
