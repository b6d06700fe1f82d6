export { AdministrationCard } from './components/AdministrationCard';
