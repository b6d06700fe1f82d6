import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { EmptyPage } from './EmptyPage';

/** Shown at an address that has no page. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <EmptyPage
      title={t('notFound.title')}
      link={{ href: routes.today(), label: t('notFound.back') }}
    >
      {t('notFound.hint')}
    </EmptyPage>
  );
}
