import type { ReactNode } from 'react';
import { useTranslation } from '@/lib/i18n';

/** Announces that the content is loading; the skeleton is for the eye. */
export function Loading({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('app.loading')}>
      {children}
    </div>
  );
}
