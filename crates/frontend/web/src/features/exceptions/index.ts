export { AwayChip } from './components/AwayChip';
export { ExceptionCard } from './components/ExceptionCard';
export { usePrefetchExceptions } from './usePrefetchExceptions';
