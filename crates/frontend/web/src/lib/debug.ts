import { runtimeConfig } from '@/config/runtime';

/**
 * Says in the browser's console what the app does, where VITE_DEBUG_MODE asks for it; elsewhere it
 * says nothing. Never give it what a person entered, a token, or an address with its query.
 */
export const debug: (room: string, what: string) => void = runtimeConfig.debugMode
  ? (room, what) => console.debug(`[kpi] ${room}: ${what}`)
  : () => undefined;
