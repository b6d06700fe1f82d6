export { saversOf } from './savers';
export { useDayLabel } from './useDayLabel';
