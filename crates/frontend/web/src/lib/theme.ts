import { storage } from './storage';

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'kpi.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function apply(choice: ThemeChoice): void {
  const shown = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
  document.documentElement.dataset['theme'] = shown;
}

export function currentTheme(): ThemeChoice {
  const stored = storage.get(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function setTheme(choice: ThemeChoice): void {
  if (choice === 'system') storage.remove(KEY);
  else storage.set(KEY, choice);
  apply(choice);
}

dark.addEventListener('change', () => apply(currentTheme()));
