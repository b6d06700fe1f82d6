import { type Messages, setupI18n } from '@lingui/core';
import type { MessageKey } from './keys.gen';

/** The values of a message's placeholders. */
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

/** Lingui decodes \u0041 and \x41 in the finished message, so in what people entered too. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\x5c');
}

function prepared(values: MessageValues): MessageValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? escaped(isolated(value)) : value,
    ]),
  );
}

export function translate<Language extends string>(
  language: Language,
  messages: Messages,
): Translation<Language> {
  const i18n = setupI18n({ locale: language, messages: { [language]: messages } });
  return {
    language,
    t: (key, values = {}) => i18n._(key, prepared(values)),
    hasMessage: (key): key is MessageKey => Object.hasOwn(messages, key),
  };
}
