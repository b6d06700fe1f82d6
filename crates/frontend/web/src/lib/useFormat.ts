import { asUtc } from './dates';
import { useTranslation } from './i18n';
import { weekOf } from './week';

const MINUS = '\u2212';

/** Formats numbers, times and dates in the current language. */
export interface Format {
  /** A KPI or points: at most one decimal. */
  number(value: number): string;
  /** With a sign, also for zero: +4.5, −3, ±0. */
  signed(value: number): string;
  whole(value: number): string;
  percent(share: number): string;
  /** An amount of a unit: at most two decimals. */
  amount(value: number): string;
  /** 95 → `1 h 35 min`. */
  duration(minutes: number): string;
  /** Large sums in hours: 5430 → `91 h`. */
  hours(minutes: number): string;
  /** Tuesday, 3 March 2026 */
  fullDate(date: string): string;
  /** The same inside a sentence: вторник, 3 марта 2026 г. */
  fullDateInside(date: string): string;
  /** Tue, 3 March */
  shortDate(date: string): string;
  /** 3 March 2026 */
  date(date: string): string;
  /** 3 March */
  dayAndMonth(date: string): string;
  /** 3–7 March; a single day is 3 March. */
  dayRange(from: string, to: string): string;
  /** 3–7 March 2026 */
  dateRange(from: string, to: string): string;
  monthName(month: number, width?: 'long' | 'short'): string;
  /** 24 November 2026, 09:20, in a time zone. */
  moment(instant: string, timeZone: string): string;
  /** 90 → `in 2 minutes`, rounded up; from an hour and a half on, in hours. */
  wait(seconds: number): string;
  weekdayName(index: number, width?: 'long' | 'short' | 'narrow'): string;
  /** The weekdays in the order of the week; 0 for Monday. */
  week: readonly number[];
}

function makeFormat(tag: string, hour: string, minute: string): Format {
  const { language } = new Intl.Locale(tag);
  // en-GB puts the day before the month.
  const locale = language === 'en' ? 'en-GB' : language;
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  const full = date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const short = date({ weekday: 'short', day: 'numeric', month: 'long' });
  const dated = date({ day: 'numeric', month: 'long', year: 'numeric' });
  const dayMonth = date({ day: 'numeric', month: 'long' });
  const months = { long: date({ month: 'long' }), short: date({ month: 'short' }) };
  const weekdays = {
    long: date({ weekday: 'long' }),
    short: date({ weekday: 'short' }),
    narrow: date({ weekday: 'narrow' }),
  };
  let amount: Intl.NumberFormat | undefined;
  const moments = new Map<string, Intl.DateTimeFormat>();
  const momentIn = (timeZone: string) => {
    const known = moments.get(timeZone);
    if (known) return known;
    const options = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
    const made = new Intl.DateTimeFormat(locale, options);
    moments.set(timeZone, made);
    return made;
  };
  const relative = new Intl.RelativeTimeFormat(locale);
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
  return {
    number: (value) => decimal.format(value).replace('-', MINUS),
    signed: (value) => {
      const rounded = Math.round(value * 10) / 10;
      const sign = rounded > 0 ? '+' : rounded < 0 ? MINUS : '±';
      return sign + decimal.format(Math.abs(rounded));
    },
    whole: (value) => integer.format(value).replace('-', MINUS),
    percent: (share) => percent.format(share),
    amount: (value) => {
      amount ??= new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
      return amount.format(value);
    },
    duration: (minutes) => {
      const h = Math.floor(minutes / 60);
      const m = Math.round(minutes) % 60;
      const parts = [
        h > 0 ? `${h}\u00a0${hour}` : '',
        m > 0 || h === 0 ? `${m}\u00a0${minute}` : '',
      ];
      return parts.filter(Boolean).join('\u00a0');
    },
    hours: (minutes) =>
      minutes < 600
        ? `${decimal.format(minutes / 60)}\u00a0${hour}`
        : `${integer.format(minutes / 60)}\u00a0${hour}`,
    fullDate: (text) => capital(full.format(asUtc(text))),
    fullDateInside: (text) => full.format(asUtc(text)),
    shortDate: (text) => capital(short.format(asUtc(text))),
    date: (text) => dated.format(asUtc(text)),
    dayAndMonth: (text) => dayMonth.format(asUtc(text)),
    dayRange: (from, to) => dayMonth.formatRange(asUtc(from), asUtc(to)),
    dateRange: (from, to) => dated.formatRange(asUtc(from), asUtc(to)),
    moment: (instant, timeZone) => momentIn(timeZone).format(new Date(instant)),
    wait: (seconds) => {
      if (seconds < 90) return relative.format(Math.max(1, Math.ceil(seconds)), 'second');
      if (seconds < 90 * 60) return relative.format(Math.ceil(seconds / 60), 'minute');
      return relative.format(Math.ceil(seconds / 3600), 'hour');
    },
    monthName: (month, width = 'long') =>
      capital(months[width].format(new Date(Date.UTC(2001, month - 1, 1)))).replace('.', ''),
    // 1 January 2001 was a Monday.
    weekdayName: (index, width = 'long') =>
      capital(weekdays[width].format(new Date(Date.UTC(2001, 0, 1 + index)))),
    week: weekOf(new Intl.Locale(tag)),
  };
}

/** The language with the region that the browser has for it: `en-GB`; without one, the language. */
function regionalTag(language: string): string {
  const tags = navigator.languages.flatMap((tag) => /^[a-z]+(-[A-Z]{2}\b)?/.exec(tag)?.[0] ?? []);
  return tags.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** Constructing `Intl` objects takes milliseconds, and hundreds of components format. */
const formats = new Map<string, Format>();

export function useFormat(): Format {
  const { t, language } = useTranslation();
  const key = `${language} ${navigator.languages.join()}`;
  const known = formats.get(key);
  if (known) return known;
  const made = makeFormat(regionalTag(language), t('unit.hour'), t('unit.minute'));
  formats.set(key, made);
  return made;
}
