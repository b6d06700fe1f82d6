export { EmailCard } from './components/EmailCard';
