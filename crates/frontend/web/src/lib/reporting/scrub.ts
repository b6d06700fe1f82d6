/**
 * Takes out of a report what could open an account or name a person. Whatever the reporting library
 * gathers passes here last, as a whole, so that no new kind of record slips by.
 */

const REMOVED = '[removed]';

/** Properties whose value is removed whatever it looks like. */
const SECRET_KEY =
  /^(authorization|cookie|set-cookie|(.*_)?(password|token|secret)|.*(Password|Token|Secret))$/i;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // What follows the path of an address: searches, and the tokens of links in mails.
  [/((?:https?|wss?):\/\/[^\s"'<>?#]*|\/[\w./~%:-]*)[?#][^\s"'<>]*/g, '$1'],
  // The user part of an address.
  [/:\/\/[^\s/@]+@/g, '://'],
  [/[^\s@"'<>()[\]:;,=/\\]+@[^\s@"'<>()[\]:;,=/\\]+\.[^\s@"'<>()[\]:;,=/\\]+/g, REMOVED],
  [/\b(bearer|basic)\s+\S+/gi, `$1 ${REMOVED}`],
  [
    /\b(password|passwd|token|secret|api_?key)(["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
    `$1$2${REMOVED}`,
  ],
  // JSON Web Tokens, and whatever else is long and random; an id of 32 or 36 characters is neither.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REMOVED],
  [/\b[\w-]{40,}/g, REMOVED],
];

export function scrubText(text: string): string {
  return PATTERNS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}

/** The pattern of the page at a path, as `/day/:date`. */
export type RouteOf = (path: string) => string;

/** A path, or an address of this origin, and nothing else. */
const OWN_ADDRESS = new RegExp(`^(${window.location.origin})?(/[^\\s?#]*)$`);

/** What a path says about someone: the day, the id, the code of an invitation. */
function scrubPath(path: string, routeOf: RouteOf): string {
  if (path.startsWith('/assets/') || /\.\w+$/.test(path)) return path;
  if (path.startsWith('/api/')) return path.replace(/\/[^/]*\d[^/]*/g, '/:id');
  return routeOf(path);
}

/** A copy of any JSON-like value with every string in it scrubbed, keys included. */
export function scrub<T>(value: T, routeOf: RouteOf): T {
  const scrubbed = (inner: unknown): unknown => {
    if (typeof inner === 'string') {
      const text = scrubText(inner);
      const [, origin = '', path] = OWN_ADDRESS.exec(text) ?? [];
      return path === undefined ? text : origin + scrubPath(path, routeOf);
    }
    if (Array.isArray(inner)) return inner.map(scrubbed);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, content]) => [
        scrubText(key),
        SECRET_KEY.test(key) ? REMOVED : scrubbed(content),
      ]),
    );
  };
  return scrubbed(value) as T;
}
