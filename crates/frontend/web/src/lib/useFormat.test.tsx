import { render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { setLanguage, startI18n } from './i18n';
import { useFormat } from './useFormat';

beforeAll(startI18n);
afterEach(() => setLanguage('en'));

function Shown({ show }: { show: (format: ReturnType<typeof useFormat>) => string }) {
  return <p>{show(useFormat())}</p>;
}

it('is built once per language, however many components use it', async () => {
  let built = 0;
  for (const name of ['DateTimeFormat', 'NumberFormat', 'RelativeTimeFormat'] as const) {
    const constructors: Record<string, new (...args: never[]) => object> = Intl as never;
    const construct = constructors[name];
    if (!construct) throw new Error(`There is no Intl.${name}.`);
    vi.spyOn(constructors, name).mockImplementation(function (...args) {
      built += 1;
      return new construct(...args);
    });
  }
  for (const language of ['en', 'ru', 'en', 'ru'] as const) {
    await setLanguage(language);
    const cells = Array.from({ length: 365 }, (_, day) => (
      <Shown key={day} show={(format) => format.moment('2026-03-03T12:00:00Z', 'Asia/Tokyo')} />
    ));
    render(<>{cells}</>).unmount();
  }
  expect(built).toBeGreaterThan(0);
  expect(built).toBeLessThan(2 * 15);
});

describe('the week', () => {
  it.each([
    ['en', ['en'], 6],
    ['en', ['en-US'], 6],
    ['en', ['en-GB', 'en'], 0],
    ['en', ['ru-RU', 'en-GB'], 0],
    ['en', ['de-DE'], 6],
    ['en', ['en-US@posix'], 6],
    ['ru', ['ru'], 0],
    ['ru', ['en-US'], 0],
  ] as const)('in %s, with a browser in %j, begins with day %i', async (language, tags, first) => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(tags);
    await setLanguage(language);
    render(<Shown show={({ week }) => String(week[0])} />);
    expect(screen.getByText(first)).toBeTruthy();
  });
});
