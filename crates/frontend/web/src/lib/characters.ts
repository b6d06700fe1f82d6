/** The length of a text as the server counts it: in code points, not UTF-16 code units. */
export function characters(text: string): number {
  return Array.from(text).length;
}
