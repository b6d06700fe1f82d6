/**
 * Removes secrets and personal data from a report. It runs last and on the whole envelope, so that it
 * also covers new kinds of records.
 */

const REMOVED = '[removed]';

/** Properties whose value is always removed. */
const SECRET_KEY =
  /^(authorization|cookie|set-cookie|(.*_)?(password|token|secret)|.*(Password|Token|Secret))$/i;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Query and fragment of a URL, such as the token of a link in a mail.
  [/((?:https?|wss?):\/\/[^\s"'<>?#]*|\/[\w./~%:-]*)[?#][^\s"'<>]*/g, '$1'],
  // The user info of a URL.
  [/:\/\/[^\s/@]+@/g, '://'],
  [/[^\s@"'<>()[\]:;,=/\\]+@[^\s@"'<>()[\]:;,=/\\]+\.[^\s@"'<>()[\]:;,=/\\]+/g, REMOVED],
  [/\b(bearer|basic)\s+\S+/gi, `$1 ${REMOVED}`],
  [
    /\b(password|passwd|token|secret|api_?key)(["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
    `$1$2${REMOVED}`,
  ],
  // JSON Web Tokens and other long random strings; ids have 32 or 36 characters.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REMOVED],
  [/\b[\w-]{40,}/g, REMOVED],
];

export function scrubText(text: string): string {
  return PATTERNS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}

/** Returns the route pattern of a path, such as `/day/:date`. */
export type RouteOf = (path: string) => string;

/** A path, or a URL of this origin, without query; a request has its method before it. */
const OWN_ADDRESS = new RegExp(`^((?:[A-Z]+ )?(?:${window.location.origin})?)(/[^\\s?#]*)$`);

/** Removes personal values from a path: dates, ids, invitation codes. */
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
      const [, before = '', path] = OWN_ADDRESS.exec(text) ?? [];
      return path === undefined ? text : before + scrubPath(path, routeOf);
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
