import { runtimeConfig } from '@/config/runtime';
import { debug } from '../debug';
import { choices } from './choices';
import { isAllowed } from './rules';
import type { RouteOf } from './scrub';

/** The usage events. */
export type UsageEvent = 'Page opened' | 'Signed up' | 'Signed in' | 'Day recorded';

let routeOf: RouteOf = () => '';
let reportError: Promise<(error: unknown) => void> | undefined;
let reportUsage: Promise<(event: UsageEvent, page: string) => void> | undefined;
let openPage: string | undefined;

/** Loads the module of each service once, and only when its first report may be sent. */
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

/** Reports a usage event, if allowed. */
export function noteUsage(event: UsageEvent): void {
  if (!isAllowed('usage')) return;
  const page = routeOf(window.location.pathname);
  // A blocker may prevent loading the module; that is ignored.
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

/** Loads error reporting, and reports errors that occur until it is loaded. */
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
 * Starts the reports that the operator's settings, the user's choice and the browser's privacy signals
 * allow, now and whenever the choice changes. Modules of other reports are not loaded.
 */
export function startReporting(givenRouteOf: RouteOf): void {
  routeOf = givenRouteOf;
  // The router dispatches its navigations as events of these names.
  for (const step of ['pushState', 'replaceState', 'popstate']) {
    window.addEventListener(step, notePage);
  }
  choices.subscribe(watchErrors);
  watchErrors();
  notePage();
}
