export { saversOf } from './savers';
