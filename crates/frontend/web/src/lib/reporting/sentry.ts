/**
 * Error reports to Sentry. Lazily loaded if enabled; see
 * `reporting.ts`.
 */
import {
  breadcrumbsIntegration,
  browserTracingIntegration,
  captureException,
  dedupeIntegration,
  eventFiltersIntegration,
  globalHandlersIntegration,
  httpContextIntegration,
  init,
  linkedErrorsIntegration,
  makeFetchTransport,
} from '@sentry/browser';
import { type RouteOf, scrub } from './scrub';

const TRACED_SHARE = 0.1;

export interface ErrorReporting {
  dsn: string;
  environment: string | undefined;
  release: string;
  routeOf: RouteOf;
  /** Checked before anything is collected or sent. */
  isAllowed: () => boolean;
}

/** Starts reporting, and returns a function that reports a caught error. */
export function start(reporting: ErrorReporting): (error: unknown) => void {
  const { dsn, environment, release, routeOf, isAllowed } = reporting;
  init({
    dsn,
    environment,
    release,
    tracesSampler: () => (isAllowed() ? TRACED_SHARE : 0),
    // One transaction per page, which self-hosted Sentry of any version supports.
    traceLifecycle: 'static',
    transport: guarded(isAllowed, routeOf),
    dataCollection: {
      userInfo: false,
      cookies: false,
      httpHeaders: { request: { allow: ['User-Agent'] }, response: false },
      httpBodies: [],
      urlQueryParams: false,
    },
    // The app handles error responses and network errors; they are no bugs.
    ignoreErrors: [/^(ApiProblem|NetworkError): /],
    beforeBreadcrumb: (breadcrumb) => (isAllowed() ? breadcrumb : null),
    enhanceFetchErrorMessages: false,
    sendClientReports: false,
    defaultIntegrations: false,
    integrations: [
      eventFiltersIntegration(),
      globalHandlersIntegration(),
      linkedErrorsIntegration(),
      dedupeIntegration(),
      httpContextIntegration(),
      // DOM breadcrumbs contain labels, and labels contain the names of habits.
      breadcrumbsIntegration({ dom: false, xhr: false }),
      browserTracingIntegration({
        traceXHR: false,
        ignoreResourceSpans: ['resource.script', 'resource.css', 'resource.img', 'resource.other'],
        // These web vitals contain an element's label too.
        webVitals: { ignore: ['cls', 'inp', 'lcp'] },
      }),
    ],
  });
  return (error) => void captureException(error);
}

type MakeTransport = typeof makeFetchTransport;

/** A transport that sends nothing once reports are declined, and scrubs everything else. */
function guarded(isAllowed: () => boolean, routeOf: RouteOf): MakeTransport {
  return (options) => {
    const transport = makeFetchTransport(options);
    return {
      send: (envelope) =>
        isAllowed() ? transport.send(scrub(envelope, routeOf)) : Promise.resolve({}),
      flush: (timeout) => transport.flush(timeout),
    };
  };
}
