import type { en } from './en';

/** A tree of sentences. */
export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

type Path<Tree, Above extends string = ''> = {
  [Name in keyof Tree & string]: Tree[Name] extends string
    ? `${Above}${Name}`
    : Path<Tree[Name], `${Above}${Name}.`>;
}[keyof Tree & string];

type Uncounted<Key> = Key extends `${infer Stem}_${Intl.LDMLPluralRule}` ? Stem : Key;

/** The full key of a sentence; the key of a counted one is that without its plural form. */
export type SentenceKey = Uncounted<Path<typeof en>>;

/** Every sentence by its full key. */
export function sentencesOf(catalogue: Catalogue, above = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === 'string') found.set(above + key, value);
    else for (const [path, text] of sentencesOf(value, `${above}${key}.`)) found.set(path, text);
  }
  return found;
}
