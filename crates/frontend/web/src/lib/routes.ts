/** The path of each page; `:name` is a parameter. */
export const PATHS = {
  today: '/',
  day: '/day/:date',
  notes: '/notes',
  firstRun: '/first-run',
  thisYear: '/year',
  year: '/year/:year',
  month: '/month/:year/:month',
  analytics: '/analytics',
  habit: '/habit/:id',
  friends: '/friends',
  friend: '/friends/:id',
  teams: '/teams',
  team: '/teams/:id',
  teamTab: '/teams/:id/:tab',
  teamMember: '/teams/:id/members/:user',
  notifications: '/notifications',
  settings: '/settings',
  admin: '/administration',
  signIn: '/sign-in',
  signUp: '/sign-up',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  verifyEmail: '/verify-email',
  invitation: '/invitation',
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
  analytics: () => PATHS.analytics,
  habit: (id: string) => PATHS.habit.replace(':id', id),
  friends: () => PATHS.friends,
  /** What others see of the user. */
  sharing: () => `${PATHS.friends}#sharing`,
  friend: (id: string) => PATHS.friend.replace(':id', id),
  teams: () => PATHS.teams,
  team: (id: string) => PATHS.team.replace(':id', id),
  teamTab: (id: string, tab: string) => PATHS.teamTab.replace(':id', id).replace(':tab', tab),
  teamMember: (id: string, user: string) =>
    PATHS.teamMember.replace(':id', id).replace(':user', user),
  notifications: () => PATHS.notifications,
  settings: () => PATHS.settings,
  /** Which kinds of notifications the user gets. */
  notificationPreferences: () => `${PATHS.settings}#notifications`,
  admin: () => PATHS.admin,
  signIn: () => PATHS.signIn,
  signUp: () => PATHS.signUp,
  forgotPassword: () => PATHS.forgotPassword,
  invitation: () => PATHS.invitation,
} as const;
