export const focusPanelId = 'focus-panel';
