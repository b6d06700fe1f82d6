export { NotificationPreferencesCard } from './components/NotificationPreferencesCard';
export { useUnreadNotifications } from './api/listNotifications';
