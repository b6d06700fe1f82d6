import { runtimeConfig } from '@/config/runtime';
import { choices, type Report } from './choices';

/** Whether the operator has switched a report on; only then is there anything to choose. */
export function isOffered(report: Report): boolean {
  return report === 'errors'
    ? runtimeConfig.enableErrorReporting && Boolean(runtimeConfig.sentryDsn)
    : runtimeConfig.enableAnalytics && Boolean(runtimeConfig.mixpanelToken);
}

/** Whether the browser asks not to be followed: Do Not Track or Global Privacy Control. */
export function asksForPrivacy(): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & {
    globalPrivacyControl?: boolean;
  };
  return doNotTrack === '1' || globalPrivacyControl === true;
}

/** Whether a report may leave the device now: offered, not declined, and not asked against. */
export function isAllowed(report: Report): boolean {
  if (!isOffered(report) || choices.declined(report)) return false;
  return report === 'errors' || !asksForPrivacy();
}
