import { type Catalogue, type MessageKey, messagesOf } from './catalogue';

/** The values of a message's placeholders; `count` also selects the plural form. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** The translations of one language. */
export interface Translation<Language extends string = string> {
  language: Language;
  t: (key: MessageKey, values?: MessageValues) => string;
  /** Whether there is such a message, for keys built from server values. */
  hasMessage: (key: string) => key is MessageKey;
}

/** Letters that are written from right to left, and characters that change the direction. */
const DIRECTIONAL =
  /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}\p{Bidi_Control}]/u;

/** Keeps such a name from reordering the message around it, as `<bdi>` does for an element. */
function isolated(value: string): string {
  if (!DIRECTIONAL.test(value)) return value;
  // Its own controls could end the isolation.
  return `\u2068${value.replace(/\p{Bidi_Control}/gu, '')}\u2069`;
}

export function translate<Language extends string>(
  language: Language,
  catalogue: Catalogue,
): Translation<Language> {
  const messages = messagesOf(catalogue);
  const plural = new Intl.PluralRules(language);
  return {
    language,
    t: (key, values = {}) => {
      const { count } = values;
      const form = typeof count === 'number' ? `${key}_${plural.select(count)}` : key;
      const message = messages.get(form) ?? messages.get(key) ?? key;
      return message.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) =>
        isolated(String(values[name] ?? placeholder)),
      );
    },
    hasMessage: (key): key is MessageKey => messages.has(key),
  };
}
