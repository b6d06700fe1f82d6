import i18next, { type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { storage } from '../storage';

export const LANGUAGES = ['en', 'ru'] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

const KEY = 'kpi.language';
const NAMESPACE = 'translation';

/** Only the language that is wanted is loaded. */
const CATALOGUES: Record<LanguageCode, () => Promise<ResourceLanguage>> = {
  en: async () => ({ [NAMESPACE]: (await import('./en')).en }),
  ru: async () => ({ [NAMESPACE]: (await import('./ru')).ru }),
};

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

export async function setLanguage(language: LanguageCode): Promise<void> {
  if (!i18next.hasResourceBundle(language, NAMESPACE)) {
    const catalogue = await CATALOGUES[language]();
    i18next.addResourceBundle(language, NAMESPACE, catalogue[NAMESPACE]);
  }
  await i18next.changeLanguage(language);
  storage.set(KEY, language);
  document.documentElement.lang = language;
}

export async function startI18n(): Promise<void> {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    // Both catalogues are whole, which a test sees to; there is nothing to fall back from.
    fallbackLng: false,
    resources: { [language]: await CATALOGUES[language]() },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}
