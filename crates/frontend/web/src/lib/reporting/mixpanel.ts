/**
 * Usage reports to Mixpanel: routes and a few events. Lazily loaded if enabled; see `reporting.ts`.
 */
import type { OverridedMixpanel } from 'mixpanel-browser';
// The build without session recording; its types omit the default export.
import * as module from 'mixpanel-browser/src/loaders/loader-module-core';

const { default: mixpanel } = module as unknown as { default: OverridedMixpanel };

/** The properties that may be sent with an event. */
const SENT = new Set([
  'token',
  'time',
  'distinct_id',
  '$device_id',
  '$insert_id',
  '$browser',
  '$browser_version',
  '$os',
  'mp_lib',
  '$lib_version',
  'app_version',
  'page',
]);

export interface UsageReporting {
  token: string;
  apiHost: string;
  appVersion: string;
}

/**
 * Starts reporting, and returns a function that reports an event. Nothing is stored on the device, so
 * each page load is a new anonymous id.
 */
export function start({ token, apiHost, appVersion }: UsageReporting) {
  mixpanel.init(token, {
    api_host: apiHost,
    api_payload_format: 'json',
    autocapture: false,
    batch_requests: false,
    disable_persistence: true,
    ip: false,
    save_referrer: false,
    skip_first_touch_marketing: true,
    track_pageview: false,
    hooks: {
      before_send_events: ({ event, properties }) => ({
        event,
        properties: Object.fromEntries(
          Object.entries(properties).filter(([name]) => SENT.has(name)),
        ),
      }),
    },
  });
  return (event: string, page: string): void => {
    mixpanel.track(event, { page, app_version: appVersion });
  };
}
