export { HabitSettings } from './components/HabitSettings';
export { type HabitChoice, useChooseHabits } from './api/chooseHabits';
export { useHabits } from './api/listHabits';
