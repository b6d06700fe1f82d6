/**
 * Calendar arithmetic on `YYYY-MM-DD` strings. A logical date has no time zone, so it is computed in
 * UTC, where every day has 24 hours.
 */
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** More than any zone sets its clocks back at once. */
const LONGEST_SHIFT_MS = 3 * HOUR_MS;

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && toDate(instant) === text;
}

/** The dates and years that the API knows. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2200;
export const FIRST_DAY = `${FIRST_YEAR}-01-01`;
export const LAST_DAY = `${LAST_YEAR}-12-31`;

/** How far ahead of today the API knows days. */
const MAX_DAYS_AHEAD = 366;

/** The last day that can be marked ahead. */
export function latestDay(today: string): string {
  return addDays(today, MAX_DAYS_AHEAD);
}

/** Whether a day of this date can have a page. */
export function isDay(text: string): boolean {
  return isDate(text) && isYear(text.slice(0, 4));
}

/** Whether a year written like this can have a page. */
export function isYear(text: string): boolean {
  return /^\d{4}$/.test(text) && Number(text) >= FIRST_YEAR && Number(text) <= LAST_YEAR;
}

/** Whether a month written like this can have a page, as in `/month/2026/3`. */
export function isMonth(text: string): boolean {
  return /^([1-9]|1[0-2])$/.test(text);
}

function toInstant(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function toDate(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** For `Intl` with `timeZone: 'UTC'`. */
export function asUtc(date: string): Date {
  return new Date(toInstant(date));
}

export function addDays(date: string, days: number): string {
  return toDate(toInstant(date) + days * DAY_MS);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((toInstant(to) - toInstant(from)) / DAY_MS);
}

export function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

export function monthOf(date: string): number {
  return Number(date.slice(5, 7));
}

export function dayOf(date: string): number {
  return Number(date.slice(8, 10));
}

export function dateOf(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function daysInYear(year: number): number {
  return daysInMonth(year, 2) === 29 ? 366 : 365;
}

/** 0 for Monday … 6 for Sunday. */
export function weekdayIndex(date: string): number {
  return (asUtc(date).getUTCDay() + 6) % 7;
}

/** The first day is 0. */
export function dayOfYear(date: string): number {
  return daysBetween(`${date.slice(0, 4)}-01-01`, date);
}

/**
 * The user's logical date at an instant: the date whose day began last, where a day begins when the
 * clocks first show `dayStartHour`. The server's date counts; this only decides when to refetch it. A
 * table of cases, shared with the server, tests both.
 */
export function logicalDate(instant: Date, timeZone: string, dayStartHour: number): string {
  const at = instant.getTime();
  const wallClock = wallClockIn(timeZone);
  const dateAt = (time: number): string => {
    const wall = wallClock(time);
    const sinceMidnight = wall - toInstant(toDate(wall));
    if (sinceMidnight >= dayStartHour * HOUR_MS) return toDate(wall);
    // Not the date minus one: the calendar of a zone that moves across the date line may lack that.
    return toDate(wallClock(time - sinceMidnight - LONGEST_SHIFT_MS));
  };
  const date = dateAt(at);
  // Clocks that were set back below the hour showed it before: the next day has begun all the same.
  const before = at - LONGEST_SHIFT_MS;
  const next = addDays(date, 1);
  const begins = toInstant(next) + dayStartHour * HOUR_MS - (wallClock(before) - before);
  return begins <= at && dateAt(begins) === next ? next : date;
}

/** The wall clock of a zone at an instant, as the instant at which UTC shows the same. */
function wallClockIn(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return (time) => {
    const parts = format.formatToParts(time);
    const part = (type: Intl.DateTimeFormatPartTypes) =>
      Number(parts.find((candidate) => candidate.type === type)?.value);
    const seconds = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return seconds + (((time % 1000) + 1000) % 1000);
  };
}
