/** Settings that /config.js sets before the app starts, so that one build serves every environment. */
export interface RuntimeConfig {
  /** The API's base URL: a path on this origin or an absolute URL. */
  apiUrl: string;
  appVersion: string;
  sentryDsn?: string | null;
  sentryEnvironment?: string;
  mixpanelToken?: string | null;
  /** The origin that usage reports are sent to. */
  mixpanelApiHost: string;
  enableAnalytics: boolean;
  enableErrorReporting: boolean;
  debugMode: boolean;
}

declare global {
  interface Window {
    __KPI_CONFIG__?: Partial<RuntimeConfig>;
  }
}

export const runtimeConfig: RuntimeConfig = {
  apiUrl: '/api',
  appVersion: 'unknown',
  mixpanelApiHost: 'https://api-js.mixpanel.com',
  enableAnalytics: false,
  enableErrorReporting: false,
  debugMode: false,
  ...window.__KPI_CONFIG__,
};
