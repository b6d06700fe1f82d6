/**
 * How the app is used, reported to the operator's Mixpanel: names of pages and of a few events.
 * Loaded only where that is wanted; see `reporting.ts`.
 */
import type { OverridedMixpanel } from 'mixpanel-browser';
// The entrance without session recording, whose types forget that it only has a default export.
import * as entrance from 'mixpanel-browser/src/loaders/loader-module-core';

const { default: mixpanel } = entrance as unknown as { default: OverridedMixpanel };

/** All that is ever sent with an event. */
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
 * Begins to report; gives what reports an event. Nothing is kept on the device: whoever opens the
 * app again is somebody new.
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
