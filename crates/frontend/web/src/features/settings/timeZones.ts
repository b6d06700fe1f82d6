/** All time zones of the browser, plus the account's own and UTC, which some browsers omit. */
export function timeZones(own: string): readonly string[] {
  return [...new Set(['UTC', own, ...Intl.supportedValuesOf('timeZone')])].sort();
}
