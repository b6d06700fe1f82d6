import type { en } from './en';

/** A tree of messages. */
export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

type Path<Tree, Above extends string = ''> = {
  [Name in keyof Tree & string]: Tree[Name] extends string
    ? `${Above}${Name}`
    : Path<Tree[Name], `${Above}${Name}.`>;
}[keyof Tree & string];

type Uncounted<Key> = Key extends `${infer Stem}_${Intl.LDMLPluralRule}` ? Stem : Key;

/** The full key of a message, without the plural suffix. */
export type MessageKey = Uncounted<Path<typeof en>>;

/** All messages by their full keys. */
export function messagesOf(catalogue: Catalogue, above = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === 'string') found.set(above + key, value);
    else for (const [path, text] of messagesOf(value, `${above}${key}.`)) found.set(path, text);
  }
  return found;
}
