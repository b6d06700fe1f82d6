export { recalculationQuery } from './api/getRecalculation';
export { RecalculationNotice } from './components/RecalculationNotice';
