export { InvitationsCard } from './components/InvitationsCard';
