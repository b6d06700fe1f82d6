import { Redirect, Route, Switch } from 'wouter';
import { useSignedIn } from '@/features/auth';
import { invitationToken } from '@/lib/invitationToken';
import { PATHS } from '@/lib/routes';
import { sharedCode } from '@/lib/sharedCode';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { AppLayout } from './AppLayout';
import { type AppRoute, ROUTES, signInRoute } from './routeTable';

function routesFor(access: AppRoute['access']) {
  return ROUTES.filter((one) => one.access === access).map(({ path, parent, render }) => (
    // Between variants of a page its elements stay, and with them the focus.
    <Route key={parent ?? path} path={path}>
      {render}
    </Route>
  ));
}

export function AppRoutes() {
  const signedIn = useSignedIn();
  return (
    <Switch>
      {routesFor('everyone')}
      <Route>{signedIn ? <SignedIn /> : <SignedOut />}</Route>
    </Switch>
  );
}

/** Shows the sign-in page at any path and keeps the path, so that the user lands there afterwards. */
function SignedOut() {
  return (
    <Switch>
      {routesFor('signedOut')}
      <Route>{signInRoute.render}</Route>
    </Switch>
  );
}

/** Where signing in leads: to what waits for it, or to Today. */
function homePath(): string {
  if (invitationToken.held() !== null) return PATHS.invitation;
  return sharedCode.page() ?? PATHS.today;
}

function SignedIn() {
  const home = homePath();
  return (
    <AppLayout>
      <Switch>
        {routesFor('signedIn')}
        {ROUTES.filter(({ access }) => access === 'signedOut').map(({ path }) => (
          <Route key={path} path={path}>
            <Redirect to={home} replace />
          </Route>
        ))}
        <Route component={NotFoundPage} />
      </Switch>
    </AppLayout>
  );
}
