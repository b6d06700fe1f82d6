export { useFocusSessions } from './api/focusSessions';
export { FocusButton } from './components/FocusButton';
export { FocusOfDay, FocusTimer, FocusWatch } from './components/lazy';
export { FocusContext, type FocusSubject, useOpenFocus } from './focusContext';
export { useFocusStart } from './useFocusStart';
