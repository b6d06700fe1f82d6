import { lazy } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useSignedIn } from '@/features/auth';
import { Frame } from './Frame';
import { NotFoundPage } from './NotFoundPage';
import { pages } from './pages';

const SignInPage = lazy(pages.signIn);
const SignUpPage = lazy(pages.signUp);
const TodayPage = lazy(pages.today);
const YearPage = lazy(pages.year);
const SettingsPage = lazy(pages.settings);

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
