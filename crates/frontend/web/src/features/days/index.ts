export { daysQuery } from './api/listDays';
export { AppBadge } from './components/AppBadge';
export { saversOf } from './savers';
export { useDayLabel } from './useDayLabel';
