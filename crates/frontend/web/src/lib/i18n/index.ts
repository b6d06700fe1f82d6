import { useSyncExternalStore } from 'react';
import { storage } from '../storage';
import type { Catalogue } from './catalogue';
import { translate, type Translation } from './translation';

export const LANGUAGES = ['en', 'ru'] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

const KEY = 'kpi.language';

/** Only the language that is wanted is loaded. */
const CATALOGUES: Record<LanguageCode, () => Promise<Catalogue>> = {
  en: async () => (await import('./en')).en,
  ru: async () => (await import('./ru')).ru,
};

const listeners = new Set<() => void>();
let wanted: LanguageCode | undefined;
let spoken: Translation<LanguageCode> | undefined;

function isLanguage(text: string | null): text is LanguageCode {
  return text === 'en' || text === 'ru';
}

/** What was chosen here before, else the browser's first language that the app speaks. */
function preferredLanguage(): LanguageCode {
  const stored = storage.get(KEY);
  if (isLanguage(stored)) return stored;
  for (const tag of navigator.languages) {
    const code = tag.slice(0, 2);
    if (isLanguage(code)) return code;
  }
  return 'en';
}

async function speak(language: LanguageCode): Promise<void> {
  wanted = language;
  const catalogue = await CATALOGUES[language]();
  // Another one may have been wanted while this one was on its way.
  if (wanted !== language || spoken?.language === language) return;
  spoken = translate(language, catalogue);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** Shows another language, and remembers it on this device. */
export async function setLanguage(language: LanguageCode): Promise<void> {
  await speak(language);
  if (spoken?.language === language) storage.set(KEY, language);
}

/** Loads the words before anything is shown, so that no other language flashes up. */
export function startI18n(): Promise<void> {
  return speak(preferredLanguage());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function current(): Translation<LanguageCode> {
  if (!spoken) throw new Error('No language has been loaded yet.');
  return spoken;
}

/** The language of the screen, and its sentences. */
export function useTranslation(): Translation<LanguageCode> {
  return useSyncExternalStore(subscribe, current);
}
