import type { ReactNode } from 'react';
import { LANGUAGES, type LanguageCode, setLanguage, useTranslation } from '@/lib/i18n';
import { PageHeading } from '@/ui/PageHeading';
import { Segmented } from '@/ui/Segmented';
import { Wordmark } from '@/ui/Wordmark';
import auth from './auth.module.css';

const NAMES: Record<LanguageCode, string> = { en: 'English', ru: 'Русский' };

/** The layout of the pages without a session. */
export function AuthLayout({ title, children }: { title: string; children: ReactNode }) {
  const { t, language } = useTranslation();
  return (
    <main className={auth.frame} id="content">
      <div className={auth.sheet}>
        <Wordmark />
        <p className={auth.tagline}>{t('auth.tagline')}</p>
        <PageHeading title={title}>{title}</PageHeading>
        {children}
      </div>
      <Segmented
        label={t('auth.language')}
        labelHidden
        value={language}
        options={LANGUAGES.map((code) => ({ value: code, label: NAMES[code], lang: code }))}
        onChange={(chosen) => void setLanguage(chosen)}
      />
    </main>
  );
}
