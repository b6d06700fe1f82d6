import { render, renderHook, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import { setLanguage, startI18n } from '@/lib/i18n';
import { WEEKDAYS } from '../habitForm';
import { useScheduleText } from '../useScheduleText';
import { SchedulePicker } from './SchedulePicker';

beforeAll(startI18n);

function ScheduleText() {
  return (
    <p data-testid="text">
      {useScheduleText()({ schedule: ['mon', 'sun', 'wed'], timesPerWeek: null })}
    </p>
  );
}

it.each([
  ['en', 'en-US', 'Sunday', 'Saturday', 'Sun, Mon, Wed'],
  ['en', 'en-GB', 'Monday', 'Sunday', 'Mon, Wed, Sun'],
  ['ru', 'ru-RU', 'Понедельник', 'Воскресенье', 'Пн, Ср, Вс'],
] as const)('in %s (%s) the days go from %s to %s', async (language, tag, first, last, text) => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue([tag]);
  await setLanguage(language);
  render(<SchedulePicker value={['mon']} error={undefined} onChange={() => undefined} />);
  const days = screen.getAllByRole('checkbox');
  expect(days.map((day) => day.getAttribute('aria-label'))).toHaveLength(7);
  expect(days[0]?.getAttribute('aria-label')).toBe(first);
  expect(days[6]?.getAttribute('aria-label')).toBe(last);
  const monday = screen.getByRole<HTMLInputElement>('checkbox', { checked: true });
  expect(monday.getAttribute('aria-label')).toBe(language === 'ru' ? 'Понедельник' : 'Monday');
  render(<ScheduleText />);
  expect(screen.getByTestId('text').textContent).toBe(text);
});

it.each([
  ['en', 1, '1 time a week'],
  ['en', 3, '3 times a week'],
  ['ru', 3, '3 раза в неделю'],
  ['ru', 5, '5 раз в неделю'],
] as const)('in %s %s times a week are named so', async (language, timesPerWeek, text) => {
  await setLanguage(language);
  const habit = { schedule: [...WEEKDAYS], timesPerWeek };
  expect(renderHook(() => useScheduleText()(habit)).result.current).toBe(text);
});
