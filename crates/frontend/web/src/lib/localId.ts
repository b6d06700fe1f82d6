/**
 * An id that is unique among all tabs. `crypto.randomUUID` exists in secure contexts only, and the app
 * may be opened over http on a local network.
 */
export function localId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
