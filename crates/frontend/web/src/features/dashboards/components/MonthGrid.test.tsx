import { render, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import { setLanguage, startI18n } from '@/lib/i18n';
import { MonthGrid } from './MonthGrid';

beforeAll(startI18n);

// 1 March 2026 is a Sunday.
it.each([
  ['en', 'en-US', 'Sun', 0],
  ['en', 'en-GB', 'Sun', 6],
  ['ru', 'ru-RU', 'Вс', 6],
] as const)('in %s (%s) puts 1 March 2026 under %s', async (language, tag, sunday, column) => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue([tag]);
  await setLanguage(language);
  const { container } = render(
    <MonthGrid
      year={2026}
      month={{
        month: 3,
        days: [],
        meanKpi: null,
        countedDays: 0,
        recordedDays: 0,
        exceptionDays: 0,
        minutes: 0,
      }}
      isBest={false}
      today="2026-03-03"
      current="2026-03-03"
      onOpen={() => undefined}
      onKeyDown={() => undefined}
    />,
  );
  expect(container.querySelectorAll('[aria-hidden] > span')[column]?.textContent).toBe(sunday);
  expect(screen.getByRole('list').style.getPropertyValue('--first-column')).toBe(`${column + 1}`);
});
