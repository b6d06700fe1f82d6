export { daysQuery } from './api/listDays';
export { saversOf } from './savers';
export { useDayLabel } from './useDayLabel';
