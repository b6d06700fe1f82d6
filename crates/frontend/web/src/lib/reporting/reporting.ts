import { runtimeConfig } from '@/config/runtime';
import { debug } from '../debug';
import { choices } from './choices';
import { isAllowed } from './rules';
import type { RouteOf } from './scrub';

/** What is worth counting, besides pages. */
export type UsageEvent = 'Page opened' | 'Signed up' | 'Signed in' | 'Day recorded';

let routeOf: RouteOf = () => '';
let reportError: Promise<(error: unknown) => void> | undefined;
let reportUsage: Promise<(event: UsageEvent, page: string) => void> | undefined;
let openPage: string | undefined;

/** The code of each service is fetched once, and only when the first report of its kind may leave. */
function errors() {
  reportError ??= import('./sentry').then(({ start }) => {
    debug('reports', 'errors are reported');
    return start({
      dsn: runtimeConfig.sentryDsn ?? '',
      environment: runtimeConfig.sentryEnvironment,
      release: runtimeConfig.appVersion,
      routeOf,
      isAllowed: () => isAllowed('errors'),
    });
  });
  return reportError;
}

function usage() {
  reportUsage ??= import('./mixpanel').then(({ start }) => {
    debug('reports', 'usage is reported');
    return start({
      token: runtimeConfig.mixpanelToken ?? '',
      apiHost: runtimeConfig.mixpanelApiHost,
      appVersion: runtimeConfig.appVersion,
    });
  });
  return reportUsage;
}

/** Counts an event, if that is allowed. */
export function noteUsage(event: UsageEvent): void {
  if (!isAllowed('usage')) return;
  const page = routeOf(window.location.pathname);
  // A blocker may keep the code away; nobody is to notice.
  usage().then(
    (report) => isAllowed('usage') && report(event, page),
    () => undefined,
  );
}

function notePage(): void {
  const page = routeOf(window.location.pathname);
  if (page === openPage) return;
  debug('page', page);
  openPage = page;
  noteUsage('Page opened');
}

/** Passes on what fails before the code that reports it has come, and fetches that code. */
function watchErrors(): void {
  if (reportError || !isAllowed('errors')) return;
  const early = new Set<unknown>();
  const keepError = ({ error }: { error: unknown }) => {
    if (error) early.add(error);
  };
  const keepRejection = ({ reason }: PromiseRejectionEvent) => early.add(reason);
  window.addEventListener('error', keepError);
  window.addEventListener('unhandledrejection', keepRejection);
  errors()
    .then(
      (report) => early.forEach((error) => report(error)),
      () => undefined,
    )
    .finally(() => {
      window.removeEventListener('error', keepError);
      window.removeEventListener('unhandledrejection', keepRejection);
    });
}

/**
 * Begins what the operator's settings, the person's choice and the browser's wish all allow, now and
 * whenever the choice changes. Where they do not, not even the code is fetched.
 */
export function startReporting(givenRouteOf: RouteOf): void {
  routeOf = givenRouteOf;
  // The router announces its own steps as events of these names.
  for (const step of ['pushState', 'replaceState', 'popstate']) {
    window.addEventListener(step, notePage);
  }
  choices.subscribe(watchErrors);
  watchErrors();
  notePage();
}
