import { Redirect, Route, Switch } from 'wouter';
import { useSignedIn } from '@/features/auth';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Frame } from './Frame';
import { lazyPage } from './lazyPage';
import { pages, ROUTES } from './pages';

const SignInPage = lazyPage(pages.signIn);
const SignUpPage = lazyPage(pages.signUp);
const ForgotPasswordPage = lazyPage(pages.forgotPassword);
const ResetPasswordPage = lazyPage(pages.resetPassword);
const VerifyEmailPage = lazyPage(pages.verifyEmail);
const TodayPage = lazyPage(pages.today);
const FirstRunPage = lazyPage(pages.firstRun);
const YearPage = lazyPage(pages.year);
const HabitPage = lazyPage(pages.habit);
const SettingsPage = lazyPage(pages.settings);

export function AppRoutes() {
  const signedIn = useSignedIn();
  return (
    <Switch>
      {/* Links from mails work with and without a session. */}
      <Route path={ROUTES.forgotPassword} component={ForgotPasswordPage} />
      <Route path={ROUTES.resetPassword} component={ResetPasswordPage} />
      <Route path={ROUTES.verifyEmail} component={VerifyEmailPage} />
      <Route>{signedIn ? <SignedIn /> : <SignedOut />}</Route>
    </Switch>
  );
}

/** Shows the sign-in page at any path and keeps the path, so that the user lands there afterwards. */
function SignedOut() {
  return (
    <Switch>
      <Route path={ROUTES.signUp} component={SignUpPage} />
      <Route component={SignInPage} />
    </Switch>
  );
}

function SignedIn() {
  return (
    <Frame>
      <Switch>
        <Route path={ROUTES.today}>
          <TodayPage />
        </Route>
        <Route path={ROUTES.day}>{({ date }) => <TodayPage date={date} />}</Route>
        <Route path={ROUTES.firstRun} component={FirstRunPage} />
        <Route path={ROUTES.thisYear}>
          <YearPage />
        </Route>
        <Route path={ROUTES.year}>{({ year }) => <YearPage year={year} />}</Route>
        <Route path={ROUTES.habit}>{({ id }) => <HabitPage key={id} id={id} />}</Route>
        <Route path={ROUTES.settings} component={SettingsPage} />
        <Route path={ROUTES.signIn}>
          <Redirect to="/" replace />
        </Route>
        <Route path={ROUTES.signUp}>
          <Redirect to="/" replace />
        </Route>
        <Route component={NotFoundPage} />
      </Switch>
    </Frame>
  );
}
