/**
 * The text of a field of one line. Pasted text may hold tabs, line ends and other control
 * characters, which the server refuses: each becomes a blank, and NUL is dropped.
 */
export function oneLine(text: string): string {
  return text.replaceAll('\0', '').replace(/\r\n|[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}
