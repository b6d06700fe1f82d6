/** Every time zone the browser knows, with the account's own and UTC, which some leave out. */
export function timeZones(own: string): readonly string[] {
  return [...new Set(['UTC', own, ...Intl.supportedValuesOf('timeZone')])].sort();
}
