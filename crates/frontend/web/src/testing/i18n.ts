import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from '@/lib/i18n/en';
import { ru } from '@/lib/i18n/ru';

/** Both catalogues at once, without asking the browser which one it would like. */
export async function startTestI18n(language: 'en' | 'ru'): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { en: { translation: en }, ru: { translation: ru } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}
