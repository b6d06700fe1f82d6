import { addDays, weekdayIndex } from './dates';

/** What browsers say of a locale's week: a method in newer ones, a property in older ones, or nothing. */
interface WeekLocale {
  language: string;
  region?: string | undefined;
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}

/** The first day of a locale's week: 0 for Monday … 6 for Sunday. */
export function firstWeekday(locale: WeekLocale): number {
  const info = locale.getWeekInfo?.() ?? locale.weekInfo;
  if (info) return info.firstDay - 1;
  // English without a region is that of the United States, as in the CLDR.
  return locale.language === 'en' && (locale.region ?? 'US') === 'US' ? 6 : 0;
}

/** The weekdays in the order of a locale's week; 0 for Monday. */
export function weekOf(locale: WeekLocale): readonly number[] {
  const first = firstWeekday(locale);
  return Array.from({ length: 7 }, (_, day) => (first + day) % 7);
}

/** The seven dates of the week that a date is in; `week` has the weekdays in their order. */
export function weekDates(date: string, week: readonly number[]): readonly string[] {
  const first = addDays(date, -week.indexOf(weekdayIndex(date)));
  return week.map((_, day) => addDays(first, day));
}
