export { AccessTokensCard } from './components/AccessTokensCard';
