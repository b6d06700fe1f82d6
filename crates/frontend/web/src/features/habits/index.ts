export { HabitSettings } from './components/HabitSettings';
