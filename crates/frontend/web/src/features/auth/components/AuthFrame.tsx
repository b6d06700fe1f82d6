import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type LanguageCode, setLanguage } from '@/lib/i18n';
import { PageHeading } from '@/ui/PageHeading';
import { Segmented } from '@/ui/Segmented';
import { Wordmark } from '@/ui/Wordmark';
import './AuthFrame.css';

const NAMES: Record<LanguageCode, string> = { en: 'English', ru: 'Русский' };

/** The page around the forms of someone who is not signed in. */
export function AuthFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  return (
    <main className="auth" id="content">
      <div className="auth-sheet">
        <Wordmark />
        <p className="auth-tagline">{t('auth.tagline')}</p>
        <PageHeading title={title}>{title}</PageHeading>
        {children}
      </div>
      <Segmented
        label={t('auth.language')}
        labelHidden
        value={i18n.language === 'ru' ? 'ru' : 'en'}
        options={LANGUAGES.map((code) => ({ value: code, label: NAMES[code], lang: code }))}
        onChange={(language) => void setLanguage(language)}
      />
    </main>
  );
}
