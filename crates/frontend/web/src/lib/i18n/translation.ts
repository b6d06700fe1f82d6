import { type Catalogue, type SentenceKey, sentencesOf } from './catalogue';

/** What a sentence's blanks are filled with; `count` also chooses its plural form. */
export type Blanks = Readonly<Record<string, string | number>>;

/** The sentences of one language, ready to be said. */
export interface Translation<Language extends string = string> {
  language: Language;
  t: (key: SentenceKey, blanks?: Blanks) => string;
  /** Whether there is such a sentence: for keys made of what the server says. */
  knows: (key: string) => key is SentenceKey;
}

export function translate<Language extends string>(
  language: Language,
  catalogue: Catalogue,
): Translation<Language> {
  const sentences = sentencesOf(catalogue);
  const plural = new Intl.PluralRules(language);
  return {
    language,
    t: (key, blanks = {}) => {
      const { count } = blanks;
      const form = typeof count === 'number' ? `${key}_${plural.select(count)}` : key;
      const sentence = sentences.get(form) ?? sentences.get(key) ?? key;
      return sentence.replace(/\{\{(\w+)\}\}/g, (blank, name: string) =>
        String(blanks[name] ?? blank),
      );
    },
    knows: (key): key is SentenceKey => sentences.has(key),
  };
}
