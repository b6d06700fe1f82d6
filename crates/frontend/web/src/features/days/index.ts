export { flushDays, resumeDrafts } from './savers';
