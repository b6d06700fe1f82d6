import { Link } from 'wouter';
import { useTranslation } from '@/lib/i18n';
import { EmptyState } from './Notice';
import { PageHeading } from './PageHeading';

/** Shown at an address that has no page. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <PageHeading title={t('notFound.title')}>{t('notFound.title')}</PageHeading>
      <EmptyState
        action={
          <Link className="button button-primary" to="/">
            {t('notFound.back')}
          </Link>
        }
      >
        {t('notFound.hint')}
      </EmptyState>
    </div>
  );
}
