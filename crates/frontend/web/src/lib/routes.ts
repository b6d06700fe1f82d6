/** The path of each page; `:name` is a parameter. */
export const PATHS = {
  today: '/',
  day: '/day/:date',
  notes: '/notes',
  firstRun: '/first-run',
  thisYear: '/year',
  year: '/year/:year',
  month: '/month/:year/:month',
  habit: '/habit/:id',
  friends: '/friends',
  friend: '/friends/:id',
  settings: '/settings',
  admin: '/administration',
  signIn: '/sign-in',
  signUp: '/sign-up',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  verifyEmail: '/verify-email',
} as const;

/** The addresses of pages, for links. */
export const routes = {
  today: () => PATHS.today,
  day: (date: string) => PATHS.day.replace(':date', date),
  notes: () => PATHS.notes,
  firstRun: () => PATHS.firstRun,
  thisYear: () => PATHS.thisYear,
  year: (year: number) => PATHS.year.replace(':year', String(year)),
  month: (year: number, month: number) =>
    PATHS.month.replace(':year', String(year)).replace(':month', String(month)),
  habit: (id: string) => PATHS.habit.replace(':id', id),
  friends: () => PATHS.friends,
  friend: (id: string) => PATHS.friend.replace(':id', id),
  settings: () => PATHS.settings,
  admin: () => PATHS.admin,
  signIn: () => PATHS.signIn,
  signUp: () => PATHS.signUp,
  forgotPassword: () => PATHS.forgotPassword,
} as const;
