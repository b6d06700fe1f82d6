/** A part of a text; `found` says whether it is the one that was searched for. */
export interface TextPart {
  text: string;
  found: boolean;
}

/** Divides a text at the occurrences of another one, in upper or lower case, as the server finds them. */
export function occurrencesIn(text: string, searched: string): TextPart[] {
  const wanted = searched.normalize('NFC').trim();
  if (wanted === '') return [{ text, found: false }];
  const literal = wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // What is in parentheses is kept, at the odd places.
  const parts = text.normalize('NFC').split(new RegExp(`(${literal})`, 'iu'));
  return parts
    .map((part, index) => ({ text: part, found: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}
