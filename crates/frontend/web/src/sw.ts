import { clientsClaim } from 'workbox-core';
import {
  cleanupOutdatedCaches,
  matchPrecache,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkFirst } from 'workbox-strategies';

/**
 * Makes the app start without a network. A page always comes from the network if there is one, so
 * none is outdated after an upgrade. A new worker waits until the tabs of the old one are closed: they
 * load their remaining parts from the old one's cache. Requests to the API are none of its concern.
 */
declare const self: {
  __WB_MANIFEST: (PrecacheEntry | string)[];
  addEventListener: (
    type: 'install',
    listener: (event: Event & { waitUntil: (done: Promise<unknown>) => void }) => void,
  ) => void;
};

const SETTINGS = ['/config.js', '/theme.js'];
const SETTINGS_CACHE = 'settings';
const PATIENCE_S = 4;

clientsClaim();
cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);

// The operator may have changed the settings.
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SETTINGS_CACHE).then((cache) => cache.addAll(SETTINGS)));
});
registerRoute(
  ({ url }) => url.origin === location.origin && SETTINGS.includes(url.pathname),
  new NetworkFirst({ cacheName: SETTINGS_CACHE, networkTimeoutSeconds: PATIENCE_S }),
);

registerRoute(
  new NavigationRoute(async ({ request }) => (await fromNetwork(request)) ?? storedPage(), {
    denylist: [/^\/api\//, /^\/health/, /^\/gateway\//],
  }),
);

/** Null if the server does not answer in time. */
async function fromNetwork(request: Request): Promise<Response | null> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_S * 1_000) });
    return response.status < 500 ? response : null;
  } catch {
    return null;
  }
}

async function storedPage(): Promise<Response> {
  return (await matchPrecache('/index.html')) ?? Response.error();
}
