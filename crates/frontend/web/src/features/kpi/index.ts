export { ExplanationCard } from './components/ExplanationCard';
