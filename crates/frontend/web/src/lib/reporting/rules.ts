import { runtimeConfig } from '@/config/runtime';
import { choices, type Report } from './choices';

/** Whether the operator has enabled a report. */
export function isOffered(report: Report): boolean {
  return report === 'errors'
    ? runtimeConfig.enableErrorReporting && Boolean(runtimeConfig.sentryDsn)
    : runtimeConfig.enableAnalytics && Boolean(runtimeConfig.mixpanelToken);
}

/** Whether the browser sends Do Not Track or Global Privacy Control. */
export function asksForPrivacy(): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & {
    globalPrivacyControl?: boolean;
  };
  return doNotTrack === '1' || globalPrivacyControl === true;
}

/** Whether a report may be sent now: enabled, not declined, and allowed by the privacy signals. */
export function isAllowed(report: Report): boolean {
  if (!isOffered(report) || choices.declined(report)) return false;
  return report === 'errors' || !asksForPrivacy();
}
