import { useEffect } from 'react';
import type { User } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { setTheme } from '@/lib/theme';

/** Applies the account's language and theme on every device. */
export function usePreferences(user: User | undefined): void {
  const language = user?.language;
  const theme = user?.theme;
  useEffect(() => {
    if (language) void setLanguage(language);
  }, [language]);
  useEffect(() => {
    if (theme) setTheme(theme);
  }, [theme]);
}
