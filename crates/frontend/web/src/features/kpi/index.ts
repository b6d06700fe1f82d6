export { ExplanationCard } from './components/ExplanationCard';
export { KpiScale } from './components/KpiScale';
export { useTermName } from './useTermText';
