import { clientsClaim } from 'workbox-core';
import {
  cleanupOutdatedCaches,
  matchPrecache,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkFirst, NetworkOnly } from 'workbox-strategies';

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
const NETWORK_TIMEOUT_S = 4;

clientsClaim();
cleanupOutdatedCaches();

// Before the route of the precache, which would respond to `/` with the stored page.
registerRoute(
  new NavigationRoute(
    new NetworkOnly({
      networkTimeoutSeconds: NETWORK_TIMEOUT_S,
      plugins: [{ fetchDidSucceed: answered, handlerDidError: storedPage }],
    }),
    { denylist: [/^\/api\//, /^\/health/, /^\/gateway\//] },
  ),
);
precacheAndRoute(self.__WB_MANIFEST);

// The operator may have changed the settings.
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SETTINGS_CACHE).then((cache) => cache.addAll(SETTINGS)));
});
registerRoute(
  ({ url }) => url.origin === location.origin && SETTINGS.includes(url.pathname),
  new NetworkFirst({ cacheName: SETTINGS_CACHE, networkTimeoutSeconds: NETWORK_TIMEOUT_S }),
);

/** A server that fails is as good as none. */
function answered({ response }: { response: Response }): Promise<Response> {
  return response.status < 500 ? Promise.resolve(response) : storedPage();
}

async function storedPage(): Promise<Response> {
  return (await matchPrecache('/index.html')) ?? Response.error();
}
