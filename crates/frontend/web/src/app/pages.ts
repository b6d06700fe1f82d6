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

/** Where each page is found. */
export const ROUTES = {
  today: '/',
  day: '/day/:date',
  thisYear: '/year',
  year: '/year/:year',
  settings: '/settings',
  signIn: '/sign-in',
  signUp: '/sign-up',
} as const;

type Route = (typeof ROUTES)[keyof typeof ROUTES];

const PAGES: Record<Route, () => Promise<unknown>> = {
  [ROUTES.today]: pages.today,
  [ROUTES.day]: pages.today,
  [ROUTES.thisYear]: pages.year,
  [ROUTES.year]: pages.year,
  [ROUTES.settings]: pages.settings,
  [ROUTES.signIn]: pages.signIn,
  [ROUTES.signUp]: pages.signUp,
};

function matches(route: string, path: string): boolean {
  const wanted = route.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith(':') || part === given[index])
  );
}

function routeAt(path: string): Route | undefined {
  return Object.values(ROUTES).find((route) => matches(route, path));
}

/** The route of a path, without what the path says about anyone: `/day/:date`. */
export function routeOf(path: string): string {
  return routeAt(path) ?? 'unknown';
}

/** Begins to load the page of a path; a failure is met again, and shown, where it is drawn. */
export function loadPage(path: string): void {
  PAGES[routeAt(path) ?? ROUTES.today]().catch(() => undefined);
}
