/** How many characters a text has as the server counts them: code points, not UTF-16 halves. */
export function characters(text: string): number {
  return Array.from(text).length;
}
