import type { Messages } from '@lingui/core';
import { useSyncExternalStore } from 'react';
import { storage } from '../storage';
import { translate, type Translation } from './translation';

export type { MessageKey } from './keys.gen';

export const LANGUAGES = ['en', 'ru'] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

const KEY = 'kpi.language';

/** Each language is a lazily loaded chunk. */
const CATALOGUES: Record<LanguageCode, () => Promise<Messages>> = {
  en: async () => (await import('./en')).messages,
  ru: async () => (await import('./ru')).messages,
};

const listeners = new Set<() => void>();
let requested: LanguageCode | undefined;
let active: Translation<LanguageCode> | undefined;

function isLanguage(text: string | null): text is LanguageCode {
  return text === 'en' || text === 'ru';
}

/** The stored choice, else the browser's first supported language. */
function preferredLanguage(): LanguageCode {
  const stored = storage.get(KEY);
  if (isLanguage(stored)) return stored;
  for (const tag of navigator.languages) {
    const code = tag.slice(0, 2);
    if (isLanguage(code)) return code;
  }
  return 'en';
}

async function loadLanguage(language: LanguageCode): Promise<void> {
  requested = language;
  const messages = await CATALOGUES[language]();
  // Another language may have been requested meanwhile.
  if (requested !== language || active?.language === language) return;
  active = translate(language, messages);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** Changes the language, and stores the choice on the device. */
export async function setLanguage(language: LanguageCode): Promise<void> {
  await loadLanguage(language);
  if (active?.language === language) storage.set(KEY, language);
}

/** Loads the translations before the first render, to avoid a flash of another language. */
export function startI18n(): Promise<void> {
  return loadLanguage(preferredLanguage());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function current(): Translation<LanguageCode> {
  if (!active) throw new Error('No language has been loaded yet.');
  return active;
}

/** The current language and its translations. */
export function useTranslation(): Translation<LanguageCode> {
  return useSyncExternalStore(subscribe, current);
}
