/** The time zone that the browser reports; undefined if it does not tell one. */
export function browserTimeZone(): string | undefined {
  // Typed as a string, but undefined where the browser conceals it.
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions() as { timeZone?: string };
  return timeZone === 'Etc/Unknown' ? undefined : timeZone;
}

/** All time zones of the browser, plus the account's own and UTC, which some browsers omit. */
export function timeZones(own: string): readonly string[] {
  return [...new Set(['UTC', own, ...Intl.supportedValuesOf('timeZone')])].sort();
}
