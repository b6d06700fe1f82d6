import type { ComponentType, ReactNode } from 'react';
import { loadLaterMessages } from '@/lib/i18n';
import type { MessageKey } from '@/lib/i18n/keys.gen';
import { PATHS } from '@/lib/routes';
import type { IconName } from '@/ui/Icon';
import { lazyPage } from './lazyPage';

/** The parameters of a path: those of `/day/:date` are `{ date: string }`. */
type Params<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Record<Name, string> & Params<Rest>
  : Path extends `${string}:${infer Name}`
    ? Record<Name, string>
    : object;

interface LazyPage<Props> {
  /** Loads the page's code. */
  load: () => Promise<unknown>;
  Page: (props: Props) => ReactNode;
}

interface Definition<Path extends string> {
  path: Path;
  page: LazyPage<Params<Path>>;
  /** Who sees the page; who is signed out sees the sign-in page in place of one for `signedIn`. */
  access: 'signedIn' | 'signedOut' | 'everyone';
  /** Its link in the navigation, for a page that has one. */
  link?: { label: MessageKey; icon: IconName };
  /** The path of the page that this one is a variant of: its link is the current one here too. */
  parent?: string;
}

export interface AppRoute extends Omit<Definition<string>, 'page'> {
  load: () => Promise<unknown>;
  render: (params: object) => ReactNode;
}

export type NavigationRoute = AppRoute & Required<Pick<AppRoute, 'link'>>;

/** A page that needs no other messages than those of the first load. */
function startPage<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyPage<Props> {
  return { load, Page: lazyPage(async () => ({ default: await load() })) };
}

/** Any other page: it renders once its messages are loaded too. */
function page<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyPage<Props> {
  return startPage(async () => {
    const [Page] = await Promise.all([load(), loadLaterMessages()]);
    return Page;
  });
}

function route<Path extends string>({ page, ...rest }: Definition<Path>): AppRoute {
  const { load, Page } = page;
  return { ...rest, load, render: (params) => <Page {...(params as Params<Path>)} /> };
}

const today = startPage(
  async () => (await import('@/features/days/components/TodayPage')).TodayPage,
);
const year = page(async () => (await import('@/features/dashboards/components/YearPage')).YearPage);

const team = page(async () => (await import('@/features/teams/components/TeamPage')).TeamPage);

export const signInRoute = route({
  path: PATHS.signIn,
  page: startPage(async () => (await import('@/features/auth/components/SignInPage')).SignInPage),
  access: 'signedOut',
});

const todayRoute = route({
  path: PATHS.today,
  page: today,
  access: 'signedIn',
  link: { label: 'nav.today', icon: 'today' },
});

/** Every page of the app. The navigation has the links in this order. */
export const ROUTES: readonly AppRoute[] = [
  todayRoute,
  route({ path: PATHS.day, page: today, access: 'signedIn', parent: PATHS.today }),
  route({
    path: PATHS.notes,
    page: page(async () => (await import('@/features/days/components/NotesPage')).NotesPage),
    access: 'signedIn',
    parent: PATHS.today,
  }),
  route({
    path: PATHS.firstRun,
    page: page(
      async () => (await import('@/features/firstRun/components/FirstRunPage')).FirstRunPage,
    ),
    access: 'signedIn',
    parent: PATHS.today,
  }),
  route({
    path: PATHS.thisYear,
    page: year,
    access: 'signedIn',
    link: { label: 'nav.year', icon: 'year' },
  }),
  route({ path: PATHS.year, page: year, access: 'signedIn', parent: PATHS.thisYear }),
  route({
    path: PATHS.month,
    page: page(async () => (await import('@/features/dashboards/components/MonthPage')).MonthPage),
    access: 'signedIn',
    parent: PATHS.thisYear,
  }),
  route({
    path: PATHS.analytics,
    page: page(
      async () => (await import('@/features/analytics/components/AnalyticsPage')).AnalyticsPage,
    ),
    access: 'signedIn',
    link: { label: 'nav.analytics', icon: 'chart' },
  }),
  route({
    path: PATHS.friends,
    page: page(async () => (await import('@/features/friends/components/FriendsPage')).FriendsPage),
    access: 'signedIn',
    link: { label: 'nav.friends', icon: 'friends' },
  }),
  route({
    path: PATHS.friend,
    page: page(async () => (await import('@/features/friends/components/FriendPage')).FriendPage),
    access: 'signedIn',
    parent: PATHS.friends,
  }),
  route({
    path: PATHS.teams,
    page: page(async () => (await import('@/features/teams/components/TeamsPage')).TeamsPage),
    access: 'signedIn',
    link: { label: 'nav.teams', icon: 'teams' },
  }),
  route({ path: PATHS.team, page: team, access: 'signedIn', parent: PATHS.teams }),
  route({ path: PATHS.teamTab, page: team, access: 'signedIn', parent: PATHS.teams }),
  route({
    path: PATHS.teamMember,
    page: page(
      async () => (await import('@/features/teams/components/TeamMemberPage')).TeamMemberPage,
    ),
    access: 'signedIn',
    parent: PATHS.teams,
  }),
  route({
    path: PATHS.notifications,
    page: page(
      async () =>
        (await import('@/features/notifications/components/NotificationsPage')).NotificationsPage,
    ),
    access: 'signedIn',
    link: { label: 'nav.notifications', icon: 'bell' },
  }),
  route({
    path: PATHS.habit,
    page: page(async () => (await import('@/features/habits/components/HabitPage')).HabitPage),
    access: 'signedIn',
    parent: PATHS.settings,
  }),
  route({
    path: PATHS.settings,
    page: page(
      async () => (await import('@/features/settings/components/SettingsPage')).SettingsPage,
    ),
    access: 'signedIn',
    link: { label: 'nav.settings', icon: 'settings' },
  }),
  route({
    path: PATHS.admin,
    page: page(async () => (await import('@/features/admin/components/AdminPage')).AdminPage),
    access: 'signedIn',
    parent: PATHS.settings,
  }),
  signInRoute,
  route({
    path: PATHS.signUp,
    page: startPage(async () => (await import('@/features/auth/components/SignUpPage')).SignUpPage),
    access: 'signedOut',
  }),
  route({
    path: PATHS.forgotPassword,
    page: startPage(
      async () =>
        (await import('@/features/auth/components/ForgotPasswordPage')).ForgotPasswordPage,
    ),
    access: 'everyone',
  }),
  route({
    path: PATHS.resetPassword,
    page: startPage(
      async () => (await import('@/features/auth/components/ResetPasswordPage')).ResetPasswordPage,
    ),
    access: 'everyone',
  }),
  route({
    path: PATHS.verifyEmail,
    page: startPage(
      async () => (await import('@/features/auth/components/VerifyEmailPage')).VerifyEmailPage,
    ),
    access: 'everyone',
  }),
  route({
    path: PATHS.invitation,
    page: page(
      async () => (await import('@/features/invitations/components/InvitationPage')).InvitationPage,
    ),
    access: 'everyone',
  }),
];

export const NAVIGATION: readonly NavigationRoute[] = ROUTES.filter(
  (one): one is NavigationRoute => one.link !== undefined,
);

function matches(route: string, path: string): boolean {
  const wanted = route.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith(':') || part === given[index])
  );
}

function routeAt(path: string): AppRoute | undefined {
  return ROUTES.find((one) => matches(one.path, path));
}

/** The route pattern of a path, without personal values: `/day/:date`. */
export function routeOf(path: string): string {
  return routeAt(path)?.path ?? 'unknown';
}

/** The path of the navigation's link that is the current one. */
export function currentLink(path: string): string | undefined {
  const found = routeAt(path);
  return found?.parent ?? found?.path;
}

/** Preloads the page of a path; a failure occurs again, and is shown, when it is rendered. */
export function loadPage(path: string, signedIn: boolean): void {
  const found = routeAt(path) ?? todayRoute;
  const shown = signedIn || found.access !== 'signedIn' ? found : signInRoute;
  shown.load().catch(() => undefined);
}
