/**
 * Faults of the app, reported to the operator's Sentry. Loaded only where that is wanted; see
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
  /** Asked anew for everything that is about to be gathered or sent. */
  isAllowed: () => boolean;
}

/** Begins to report; gives what reports an error that was caught before. */
export function start(reporting: ErrorReporting): (error: unknown) => void {
  const { dsn, environment, release, routeOf, isAllowed } = reporting;
  init({
    dsn,
    environment,
    release,
    tracesSampler: () => (isAllowed() ? TRACED_SHARE : 0),
    // As one transaction a page, which a Sentry of one's own of any age understands.
    traceLifecycle: 'static',
    transport: guarded(isAllowed, routeOf),
    dataCollection: {
      userInfo: false,
      cookies: false,
      httpHeaders: { request: { allow: ['User-Agent'] }, response: false },
      httpBodies: [],
      urlQueryParams: false,
    },
    // Answers of the server that say no, and no answer: the app shows them, they are no fault of its.
    ignoreErrors: [/^(ApiProblem|NoConnection): /],
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
      // A pressed element is told by its label, and labels hold the names of people's habits.
      breadcrumbsIntegration({ dom: false, xhr: false }),
      browserTracingIntegration({
        traceXHR: false,
        ignoreResourceSpans: ['resource.script', 'resource.css', 'resource.img', 'resource.other'],
        // They tell which element moved or was pressed, by its label again.
        webVitals: { ignore: ['cls', 'inp', 'lcp'] },
      }),
    ],
  });
  return (error) => void captureException(error);
}

type MakeTransport = typeof makeFetchTransport;

/** The one door: nothing passes once it is declined, and nothing passes unscrubbed. */
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
