/** The code of each page is loaded when the page is first wanted. */
export const pages = {
  signIn: async () => ({
    default: (await import('@/features/auth/components/SignInPage')).SignInPage,
  }),
  signUp: async () => ({
    default: (await import('@/features/auth/components/SignUpPage')).SignUpPage,
  }),
  today: async () => ({
    default: (await import('@/features/days/components/TodayPage')).TodayPage,
  }),
  year: async () => ({
    default: (await import('@/features/dashboards/components/YearPage')).YearPage,
  }),
  settings: async () => ({
    default: (await import('@/features/settings/components/SettingsPage')).SettingsPage,
  }),
};

function pageAt(path: string): () => Promise<unknown> {
  if (path === '/sign-in') return pages.signIn;
  if (path === '/sign-up') return pages.signUp;
  if (path.startsWith('/year')) return pages.year;
  return path === '/settings' ? pages.settings : pages.today;
}

/** Begins to load the page of a path; a failure is met again, and shown, where it is drawn. */
export function loadPage(path: string): void {
  pageAt(path)().catch(() => undefined);
}
