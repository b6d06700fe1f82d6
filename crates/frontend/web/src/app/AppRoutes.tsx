import { lazy } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useSignedIn } from '@/features/auth';
import { Frame } from './Frame';
import { NotFoundPage } from './NotFoundPage';

const SignInPage = lazy(async () => ({
  default: (await import('@/features/auth/components/SignInPage')).SignInPage,
}));
const SignUpPage = lazy(async () => ({
  default: (await import('@/features/auth/components/SignUpPage')).SignUpPage,
}));
const TodayPage = lazy(async () => ({
  default: (await import('@/features/days/components/TodayPage')).TodayPage,
}));
const YearPage = lazy(async () => ({
  default: (await import('@/features/dashboards/components/YearPage')).YearPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('@/features/settings/components/SettingsPage')).SettingsPage,
}));

export function AppRoutes() {
  return useSignedIn() ? <SignedIn /> : <SignedOut />;
}

/** Any address asks to sign in and keeps its place, so that signing in leads on to it. */
function SignedOut() {
  return (
    <Switch>
      <Route path="/sign-up" component={SignUpPage} />
      <Route component={SignInPage} />
    </Switch>
  );
}

function SignedIn() {
  return (
    <Frame>
      <Switch>
        <Route path="/">
          <TodayPage />
        </Route>
        <Route path="/day/:date">{({ date }) => <TodayPage date={date} />}</Route>
        <Route path="/year">
          <YearPage />
        </Route>
        <Route path="/year/:year">{({ year }) => <YearPage year={year} />}</Route>
        <Route path="/settings" component={SettingsPage} />
        <Route path="/sign-in">
          <Redirect to="/" replace />
        </Route>
        <Route path="/sign-up">
          <Redirect to="/" replace />
        </Route>
        <Route component={NotFoundPage} />
      </Switch>
    </Frame>
  );
}
