import { runtimeConfig } from '@/config/runtime';

/**
 * Logs to the browser's console if VITE_DEBUG_MODE is set. Never pass user input, a token, or a URL
 * with its query.
 */
export const debug: (area: string, message: string) => void = runtimeConfig.debugMode
  ? (area, message) => console.debug(`[kpi] ${area}: ${message}`)
  : () => undefined;
