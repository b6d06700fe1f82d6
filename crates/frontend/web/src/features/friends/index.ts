export { ProgressCard } from './components/ProgressCard';
export { SharedHabitsCard } from './components/SharedHabitsCard';
export { useUnreadMessages } from './api/countUnread';
