import type { Messages } from '@lingui/core';
import { useSyncExternalStore } from 'react';
import { storage } from '../storage';
import { translate, type Translation } from './translation';

export type { MessageKey } from './keys.gen';

export const LANGUAGES = ['en', 'ru'] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

const KEY = 'kpi.language';

type Catalogue = () => Promise<{ messages: Messages }>;

/** The lazily loaded chunks of a language: of the first load, and of all pages outside it. */
const CATALOGUES: Record<LanguageCode, { start: Catalogue; later: Catalogue }> = {
  en: { start: () => import('./en'), later: () => import('./en.later') },
  ru: { start: () => import('./ru'), later: () => import('./ru.later') },
};

const listeners = new Set<() => void>();
let requested: LanguageCode | undefined;
/** Whether a page outside the first load has been requested. */
let needsLater = false;
let loading: Promise<void> | undefined;
let active: Translation<LanguageCode> | undefined;
let activeHasLater = false;

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

function show(language: LanguageCode, messages: Messages): void {
  if (active?.language === language && activeHasLater === needsLater) return;
  active = translate(language, messages);
  activeHasLater = needsLater;
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** Loads a language with what is needed of it, and shows it. A request replaces those before it. */
function loadLanguage(language: LanguageCode): Promise<void> {
  requested = language;
  const { start, later } = CATALOGUES[language];
  const own: Promise<void> = Promise.all(needsLater ? [start(), later()] : [start()]).then(
    async (parts) => {
      const messages = Object.assign({}, ...parts.map((part) => part.messages)) as Messages;
      if (loading === own) show(language, messages);
      // Who waits for a replaced request gets the messages of the last one.
      else await loading;
    },
    (error: unknown) => {
      if (loading === own) requested = active?.language;
      throw error;
    },
  );
  loading = own;
  return own;
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

/** Resolves once the translations have the messages of the pages outside the first load. */
export function loadLaterMessages(): Promise<void> {
  needsLater = true;
  return loadLanguage(requested ?? preferredLanguage());
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
