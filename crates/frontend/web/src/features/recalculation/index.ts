export { RecalculationNotice } from './components/RecalculationNotice';
