// Dates without a time, which Prisma gives and takes as midnights in UTC.

const DAY = 24 * 60 * 60 * 1000;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export const shown = (date) => date.toISOString().slice(0, 10);

export const nextDay = (date) => new Date(date.getTime() + DAY);

/** 0 on a Monday. */
export const weekday = (date) => (date.getUTCDay() + 6) % 7;

/** The names of the weekdays in a column's bits. */
export const weekdays = (bits) => WEEKDAYS.filter((_, day) => bits & (1 << day));
