/** The browser and the system of a User-Agent, if they are known. */
export interface Device {
  program: string | null;
  system: string | null;
}

// The order matters: most browsers also claim to be later ones in the list.
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bYaBrowser\//, 'Yandex Browser'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|HeadlessChrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\b(iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

export function deviceOf(userAgent: string): Device {
  const find = (names: typeof PROGRAMS) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
  // Other clients start with their own name, as in "curl/8.5.0".
  const own = /^(?!Mozilla\/)[\w.-]{1,40}/.exec(userAgent)?.[0] ?? null;
  return { program: find(PROGRAMS) ?? own, system: find(SYSTEMS) };
}
