import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { storage } from '../storage';
import { en } from './en';

export const LANGUAGES = ['en', 'ru'] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

const KEY = 'kpi.language';

function isLanguage(text: string | null): text is LanguageCode {
  return text === 'en' || text === 'ru';
}

/** What was chosen here before, else the browser's first language that the app speaks. */
export function preferredLanguage(): LanguageCode {
  const stored = storage.get(KEY);
  if (isLanguage(stored)) return stored;
  for (const tag of navigator.languages) {
    const code = tag.slice(0, 2);
    if (isLanguage(code)) return code;
  }
  return 'en';
}

export async function setLanguage(language: LanguageCode): Promise<void> {
  if (language === 'ru' && !i18next.hasResourceBundle('ru', 'translation')) {
    // English comes with the app, being what missing words fall back to; Russian when wanted.
    const { ru } = await import('./ru');
    i18next.addResourceBundle('ru', 'translation', ru);
  }
  await i18next.changeLanguage(language);
  storage.set(KEY, language);
  document.documentElement.lang = language;
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  const language = preferredLanguage();
  if (language !== 'en') await setLanguage(language);
  else document.documentElement.lang = 'en';
}
