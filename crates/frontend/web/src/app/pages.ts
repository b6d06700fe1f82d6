/** Each page is a lazily loaded chunk. */
export const pages = {
  signIn: async () => ({
    default: (await import('@/features/auth/components/SignInPage')).SignInPage,
  }),
  signUp: async () => ({
    default: (await import('@/features/auth/components/SignUpPage')).SignUpPage,
  }),
  forgotPassword: async () => ({
    default: (await import('@/features/auth/components/ForgotPasswordPage')).ForgotPasswordPage,
  }),
  resetPassword: async () => ({
    default: (await import('@/features/auth/components/ResetPasswordPage')).ResetPasswordPage,
  }),
  verifyEmail: async () => ({
    default: (await import('@/features/auth/components/VerifyEmailPage')).VerifyEmailPage,
  }),
  today: async () => ({
    default: (await import('@/features/days/components/TodayPage')).TodayPage,
  }),
  firstRun: async () => ({
    default: (await import('@/features/firstRun/components/FirstRunPage')).FirstRunPage,
  }),
  year: async () => ({
    default: (await import('@/features/dashboards/components/YearPage')).YearPage,
  }),
  habit: async () => ({
    default: (await import('@/features/habits/components/HabitPage')).HabitPage,
  }),
  settings: async () => ({
    default: (await import('@/features/settings/components/SettingsPage')).SettingsPage,
  }),
};

/** The routes of a signed-in user. */
export const ROUTES = {
  today: '/',
  day: '/day/:date',
  firstRun: '/first-run',
  thisYear: '/year',
  year: '/year/:year',
  habit: '/habit/:id',
  settings: '/settings',
  signIn: '/sign-in',
  signUp: '/sign-up',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  verifyEmail: '/verify-email',
} as const;

type Route = (typeof ROUTES)[keyof typeof ROUTES];

const PAGES: Record<Route, () => Promise<unknown>> = {
  [ROUTES.today]: pages.today,
  [ROUTES.day]: pages.today,
  [ROUTES.firstRun]: pages.firstRun,
  [ROUTES.thisYear]: pages.year,
  [ROUTES.year]: pages.year,
  [ROUTES.habit]: pages.habit,
  [ROUTES.settings]: pages.settings,
  [ROUTES.signIn]: pages.signIn,
  [ROUTES.signUp]: pages.signUp,
  [ROUTES.forgotPassword]: pages.forgotPassword,
  [ROUTES.resetPassword]: pages.resetPassword,
  [ROUTES.verifyEmail]: pages.verifyEmail,
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

/** The route pattern of a path, without personal values: `/day/:date`. */
export function routeOf(path: string): string {
  return routeAt(path) ?? 'unknown';
}

/** The routes without a session; any other path shows the sign-in page. */
const OPEN: readonly (string | undefined)[] = [
  ROUTES.signUp,
  ROUTES.forgotPassword,
  ROUTES.resetPassword,
  ROUTES.verifyEmail,
];

/** Preloads the page of a path; a failure occurs again, and is shown, when it is rendered. */
export function loadPage(path: string, signedIn: boolean): void {
  const route = routeAt(path) ?? ROUTES.today;
  const shown = signedIn || OPEN.includes(route) ? route : ROUTES.signIn;
  PAGES[shown]().catch(() => undefined);
}
